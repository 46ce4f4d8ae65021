import { Form, Input, Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { Prose } from '#shared/protocol/primitives.ts';
import { type Method, useSend } from './api.ts';
import { RefusalNotice } from './refusal-notice.tsx';

interface ReasonDialogProps {
  readonly title: string;
  /** What the act means, before it is done. */
  readonly hint: string;
  readonly confirm: string;
  readonly label?: string;
  readonly example?: string;
  readonly danger?: boolean;
  /** The request that the reason completes. */
  request(reason: string): { method: Method; path: string; body: unknown };
  /** With the hub's answer. */
  onDone(answer: unknown): void;
  onClose(): void;
}

/** Asks for a written reason and sends the act with it. Shown while it is mounted. */
export function ReasonDialog({ title, hint, confirm, label, example, danger, ...act }: ReasonDialogProps) {
  const { t } = useTranslation();
  const { busy, refused, submit } = useSend();
  const [form] = Form.useForm<{ reason: string }>();
  const finish = async ({ reason }: { reason: string }) => {
    const { method, path, body } = act.request(reason.trim());
    const done = await submit<unknown>(method, path, body);
    if (done) act.onDone(done.answer);
  };
  return (
    <Modal
      open
      title={title}
      onCancel={act.onClose}
      onOk={form.submit}
      okText={confirm}
      okButtonProps={{ danger: danger ?? false }}
      cancelText={t('cancel')}
      confirmLoading={busy}
    >
      <Typography.Paragraph>{hint}</Typography.Paragraph>
      <RefusalNotice refused={refused} />
      <Form form={form} layout="vertical" onFinish={finish} style={{ marginTop: 8 }}>
        <Form.Item
          name="reason"
          label={label ?? t('reason')}
          rules={[{ required: true, whitespace: true, message: t('reason.needed') }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={longestOf(Prose)} placeholder={example ?? ''} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
