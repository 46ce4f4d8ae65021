import { Alert, Button, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentCodeView } from '#shared/protocol/enrolment-views.ts';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';

interface EnrolDialogProps {
  readonly booth: string;
  /** Port of the booths' TLS lines at the hub. */
  readonly port: number;
  onClose(): void;
}

/** Makes the one-time code of a booth and shows it, this once, with the line to type at the terminal. */
export function EnrolDialog({ booth, port, onClose }: EnrolDialogProps) {
  const { t } = useTranslation('admin');
  const { t: shell } = useTranslation();
  const { busy, refused, submit } = useSend();
  const [offered, setOffered] = useState<EnrolmentCodeView | null>(null);
  const offer = async () => {
    const sent = await submit<EnrolmentCodeView>(
      'POST',
      `/api/booths/${encodeURIComponent(booth)}/enrolment`,
    );
    if (sent) setOffered(sent.answer);
    refresh(['venues']);
  };
  if (offered) return <CodeDialog offered={offered} port={port} onClose={onClose} />;
  return (
    <Modal
      open
      title={t('enrol.title', { booth })}
      onCancel={onClose}
      onOk={offer}
      okText={t('enrol.offer')}
      cancelText={shell('cancel')}
      confirmLoading={busy}
    >
      <RefusalNotice refused={refused} />
      <Typography.Paragraph>{t('enrol.hint')}</Typography.Paragraph>
    </Modal>
  );
}

function CodeDialog({
  offered,
  port,
  onClose,
}: Omit<EnrolDialogProps, 'booth'> & { offered: EnrolmentCodeView }) {
  const { t } = useTranslation('admin');
  const { booth, code, until } = offered;
  const hub = `wss://${location.hostname}:${port}`;
  const commands = [`npx kawei booth enrol --hub ${hub} --code ${code}`, `KAWEI_HUB=${hub} npx kawei booth`];
  return (
    <Modal
      open
      width={760}
      title={t('enrol.title', { booth })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('enrol.close')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t('enrol.once')} />
      <h4>
        {t('enrol.code')}（{t('enrol.until')} <When at={until} />）
      </h4>
      <Typography.Paragraph className="enrolment-code" copyable={{ text: code }} data-testid="code">
        {code}
      </Typography.Paragraph>
      <h4>{t('enrol.command')}</h4>
      {commands.map((command) => (
        <Typography.Paragraph key={command} code copyable={{ text: command }} className="command">
          {command}
        </Typography.Paragraph>
      ))}
    </Modal>
  );
}
