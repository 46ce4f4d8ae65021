import { InboxOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button, Spin, Upload } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useSentence } from '../shell/i18n.ts';
import { PublicPage, Refused } from '../shell/public-page.tsx';
import './replay.css';
import { Published } from './published.tsx';
import type { Replayed } from './replayed.ts';
import { Steps } from './steps.tsx';
import { openNamed, type Replay, useReplay } from './use-replay.ts';

/**
 * Where anybody makes a draw again, step by step, from a file that is sent nowhere, or one of those that the hub has
 * published; `?draw=ID` opens one of these.
 */
export function ReplayPage() {
  const { t } = useTranslation('replay');
  const replay = useReplay();
  useNamed(replay);
  return (
    <PublicPage
      title={t('title')}
      links={
        <>
          <Link to="/verify">{t('verify')}</Link>
          <Link to="/">{t('sign-in')}</Link>
        </>
      }
    >
      <p className="public-about">{t('about')}</p>
      <Alert type="info" showIcon icon={<SafetyCertificateOutlined />} title={t('private')} />
      <Chooser small={replay.replayed !== null} onChosen={replay.open} />
      {replay.replayed === null && !replay.busy && <Published />}
      <Outcome replay={replay} />
    </PublicPage>
  );
}

/** Opens the draw that the address names. */
function useNamed(replay: Replay): void {
  const [search] = useSearchParams();
  const draw = search.get('draw');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each draw
  useEffect(() => {
    if (draw) void openNamed(replay, draw, `/api/public/draws/${encodeURIComponent(draw)}`);
  }, [draw]);
}

function Chooser({ small, onChosen }: { small: boolean; onChosen: Replay['open'] }) {
  const { t } = useTranslation('replay');
  const read = async (file: File) => onChosen({ name: file.name, text: await file.text() });
  const upload = {
    showUploadList: false,
    accept: '.json',
    // Nothing is uploaded: the file is read here.
    beforeUpload: (file: File) => {
      void read(file);
      return Upload.LIST_IGNORE;
    },
  };
  if (small)
    return (
      <Upload {...upload} className="replay-again">
        <Button>{t('open')}</Button>
      </Upload>
    );
  return (
    <Upload.Dragger {...upload} className="public-drop">
      <p className="ant-upload-drag-icon">
        <InboxOutlined />
      </p>
      <p className="ant-upload-text">{t('drop')}</p>
      <p className="ant-upload-hint">{t('drop.hint')}</p>
    </Upload.Dragger>
  );
}

function Outcome({ replay: { busy, replayed, refused } }: { replay: Replay }) {
  const { t } = useTranslation('replay');
  if (busy) return <Spin description={t('working')} className="public-gap" />;
  if (refused) return <Refused title={t('refused')} why={refused} />;
  if (!replayed) return null;
  return (
    <>
      <Verdict replayed={replayed} />
      <Steps key={replayed.transcript.drawId} replayed={replayed} />
    </>
  );
}

function Verdict({ replayed: { transcript, checks } }: { replayed: Replayed }) {
  const { t } = useTranslation('replay');
  const sentence = useSentence();
  const wrong = checks.find(({ holds }) => !holds);
  return (
    <Alert
      className="public-gap"
      type={wrong ? 'error' : 'success'}
      showIcon
      title={<strong>{wrong ? t('fails') : t('holds')}</strong>}
      description={
        wrong ? (
          <>
            <p>{t('fails.detail', { text: sentence(wrong.text) })}</p>
            <p>{t('fails.next')}</p>
          </>
        ) : (
          t('holds.detail', { draw: transcript.drawId, count: checks.length })
        )
      }
      data-testid="verdict"
      data-holds={!wrong}
    />
  );
}
