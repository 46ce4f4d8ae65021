import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { refresh } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';

export type OrderKind = 'lock' | 'unlock' | 'message';

interface OrderDialogProps {
  readonly kind: OrderKind;
  readonly seat: string;
  readonly booth: string;
  onClose(): void;
}

/** Orders a booth: to lock, to unlock, to show a message; each with its words. */
export function OrderDialog({ kind, seat, booth, onClose }: OrderDialogProps) {
  const { t } = useTranslation('hall');
  const { message } = App.useApp();
  return (
    <ReasonDialog
      title={t(`order.${kind}.title`, { seat })}
      hint={t(`order.${kind}.hint`)}
      confirm={t(`order.${kind}.confirm`)}
      label={t(`order.${kind}.label`)}
      example={t(`order.${kind}.example`)}
      danger={kind === 'lock'}
      request={(text) => ({
        method: 'POST',
        path: `/api/booths/${encodeURIComponent(booth)}/orders`,
        body: { kind, text },
      })}
      onDone={() => {
        message.success(t('order.done'));
        refresh(['hall']);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
