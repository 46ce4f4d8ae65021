import { FolderOpenOutlined, InboxOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button, Spin, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { PublicPage, Refused } from '../shell/public-page.tsx';
import { Outcome } from './outcome.tsx';
import { type Verified, verifyChosen } from './verified.ts';
import './verify.css';

/** Where anybody checks a certificate or evidence, signed in or not; what they choose stays in their browser. */
export function VerifyPage() {
  const { t } = useTranslation('verify');
  const [state, setState] = useState<State>({});
  const check = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setState({ busy: true });
    try {
      setState({ verified: await verifyChosen(files) });
    } catch (error) {
      setState({});
      if (!(error instanceof Refusal)) throw error;
      setState({ refused: error.toMessage().message });
    }
  };
  return (
    <PublicPage
      title={t('title')}
      links={
        <>
          <Link to="/replay">{t('replay')}</Link>
          <Link to="/">{t('sign-in')}</Link>
        </>
      }
    >
      <p className="public-about">{t('about')}</p>
      <Alert type="info" showIcon icon={<SafetyCertificateOutlined />} title={t('private')} />
      {window.isSecureContext ? (
        <Chooser onChosen={check} />
      ) : (
        <Alert type="warning" showIcon title={t('insecure')} className="public-gap" />
      )}
      <Result state={state} />
      <p className="verify-hand">{t('by-hand')}</p>
    </PublicPage>
  );
}

interface State {
  readonly busy?: true;
  readonly verified?: Verified;
  readonly refused?: Text;
}

function Result({ state: { busy, verified, refused } }: { state: State }) {
  const { t } = useTranslation('verify');
  if (busy) return <Spin description={t('working')} className="public-gap" />;
  if (verified) return <Outcome verified={verified} />;
  return refused ? <Refused title={t('refused')} why={refused} /> : null;
}

function Chooser({ onChosen }: { onChosen: (files: readonly File[]) => void }) {
  const { t } = useTranslation('verify');
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <Upload.Dragger
        multiple
        showUploadList={false}
        className="public-drop"
        beforeUpload={(file, all) => {
          // Called once a file; the last one brings all. Nothing is uploaded.
          if (file === all.at(-1)) onChosen(all);
          return Upload.LIST_IGNORE;
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined />
        </p>
        <p className="ant-upload-text">{t('drop')}</p>
        <p className="ant-upload-hint">{t('drop.hint')}</p>
      </Upload.Dragger>
      <Button icon={<FolderOpenOutlined />} onClick={() => folder.current?.click()}>
        {t('folder')}
      </Button>
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: '' }}
        data-testid="folder"
        onChange={({ target }) => {
          onChosen([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}
