import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { longestOf, shortestOf } from '#shared/protocol/limits.ts';
import { ChangePassword } from '#shared/protocol/requests.ts';
import { RefusedError, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { endSession } from '../shell/session.ts';

interface Passwords {
  current: string;
  next: string;
  again: string;
}

const { next } = ChangePassword.properties;
const passwordLength = { min: shortestOf(next), max: longestOf(next) };

/** Change of one's own password. Shown while mounted. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { busy, refused, submit } = useSend();
  const [form] = Form.useForm<Passwords>();
  const change = async ({ current, next }: Passwords) => {
    if (!(await submit('POST', '/api/session/password', { current, next }))) return;
    message.success(t('password.changed'));
    endSession(); // the hub has ended every session of this user
  };
  const rule = t('password.rule', passwordLength);
  return (
    <Modal
      title={t('password.title')}
      open
      onCancel={onClose}
      onOk={form.submit}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={busy}
    >
      <RefusalNotice refused={refused && inItsPlace(refused, t('password.wrong-current'))} />
      <Form form={form} layout="vertical" onFinish={change} style={{ marginTop: 12 }}>
        <Form.Item
          name="current"
          label={t('password.current')}
          rules={[{ required: true, message: t('sign-in.password.needed') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('password.next')}
          extra={rule}
          rules={[{ required: true, ...passwordLength, message: rule }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password.again')}
          dependencies={['next']}
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, value) => {
                if (value !== getFieldValue('next')) throw new Error(t('password.differs'));
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Here the user name cannot be wrong: only the current password. */
function inItsPlace(refused: RefusedError, sentence: string): RefusedError {
  if (refused.code !== 'SIGN_IN_WRONG') return refused;
  return new RefusedError({ code: refused.code, message: { zh: sentence, en: sentence }, faults: [] });
}
