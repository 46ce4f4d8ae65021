import {
  FolderOpenOutlined,
  GlobalOutlined,
  InboxOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons';
import { Alert, Button, Card, Spin, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { switchLanguage, useSentence } from '../shell/i18n.ts';
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
      if (!(error instanceof Refusal)) throw error;
      setState({ refused: error.toMessage().message });
    }
  };
  return (
    <div className="verify">
      <Head />
      <Card className="verify-card">
        <p className="verify-about">{t('about')}</p>
        <Alert type="info" showIcon icon={<SafetyCertificateOutlined />} title={t('private')} />
        {window.isSecureContext ? (
          <Chooser onChosen={check} />
        ) : (
          <Alert type="warning" showIcon title={t('insecure')} className="verify-gap" />
        )}
        <Result state={state} />
        <p className="verify-hand">{t('by-hand')}</p>
      </Card>
    </div>
  );
}

interface State {
  readonly busy?: true;
  readonly verified?: Verified;
  readonly refused?: Text;
}

function Head() {
  const { t } = useTranslation(['verify', 'shell']);
  return (
    <header>
      <h1>{t('title')}</h1>
      <p>{t('shell:product.full')}</p>
      <nav>
        <Link to="/replay">{t('replay')}</Link>
        <Link to="/">{t('sign-in')}</Link>
        <Button type="link" icon={<GlobalOutlined />} onClick={switchLanguage} data-testid="language">
          {t('shell:language.switch')}
        </Button>
      </nav>
    </header>
  );
}

function Result({ state: { busy, verified, refused } }: { state: State }) {
  const { t } = useTranslation('verify');
  const sentence = useSentence();
  if (busy) return <Spin description={t('working')} className="verify-gap" />;
  if (verified) return <Outcome verified={verified} />;
  if (!refused) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={t('refused')}
      description={sentence(refused)}
      className="verify-gap"
      data-testid="refused"
    />
  );
}

function Chooser({ onChosen }: { onChosen: (files: readonly File[]) => void }) {
  const { t } = useTranslation('verify');
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <Upload.Dragger
        multiple
        showUploadList={false}
        className="verify-drop"
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
