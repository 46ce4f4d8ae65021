import { Alert, Button, Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

interface TokenDialogProps {
  readonly booth: string;
  readonly token: string;
  onClose(): void;
}

/** The token of a booth, shown once, with the line that starts the booth; closes only by its button. */
export function TokenDialog({ booth, token, onClose }: TokenDialogProps) {
  const { t } = useTranslation('admin');
  const hub = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;
  const command = `KAWEI_HUB=${hub} KAWEI_BOOTH=${booth} KAWEI_BOOTH_TOKEN=${token} npx kawei booth`;
  return (
    <Modal
      open
      width={680}
      title={t('token.title', { booth })}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('token.close')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t('token.once')} />
      <h4>{t('token.token')}</h4>
      <Typography.Paragraph code copyable={{ text: token }} data-testid="token">
        {token}
      </Typography.Paragraph>
      <h4>{t('token.command')}</h4>
      <Typography.Paragraph code copyable={{ text: command }} data-testid="command" className="command">
        {command}
      </Typography.Paragraph>
    </Modal>
  );
}
