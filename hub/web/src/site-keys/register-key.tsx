import { KeyOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { Line } from '#shared/protocol/primitives.ts';
import { RefusedError, refresh, send } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { useSession } from '../shell/session.ts';
import { makeKey, registrationOf } from './signing-key.ts';
import { noteKey, useSigningKey } from './use-signing-key.ts';

/** Gives this workstation a signing key and registers it, under a name by which people know the workstation. */
export function RegisterKey() {
  const { t } = useTranslation(['keys', 'shell']);
  const { message } = App.useApp();
  const site = useSession().session?.site ?? '';
  const { own, standing } = useSigningKey();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<RefusedError | null>(null);
  const [form] = Form.useForm<{ label: string }>();
  const register = async ({ label }: { label: string }) => {
    setBusy(true);
    try {
      // One that was made and whose registration was not answered is registered again, not made anew.
      const key = own && standing === 'unregistered' ? own : await makeKey(site);
      noteKey(key);
      await send('POST', '/api/site-keys', await registrationOf(key, label.trim()));
      setOpen(false);
      message.success(t('register.done'));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      setRefused(error);
    } finally {
      setBusy(false);
      refresh(['draws']);
    }
  };
  return (
    <>
      <Button type="primary" icon={<KeyOutlined />} onClick={() => setOpen(true)} data-testid="register-key">
        {t('register')}
      </Button>
      <Modal
        open={open}
        title={t('register')}
        onCancel={() => setOpen(false)}
        onOk={form.submit}
        okText={t('register.confirm')}
        cancelText={t('shell:cancel')}
        confirmLoading={busy}
      >
        <Typography.Paragraph>{t('register.hint')}</Typography.Paragraph>
        <RefusalNotice refused={refused} />
        <Form form={form} layout="vertical" onFinish={(given) => void register(given)}>
          <Form.Item
            name="label"
            label={t('label')}
            rules={[{ required: true, whitespace: true, message: t('label.needed') }]}
          >
            <Input autoFocus maxLength={longestOf(Line)} placeholder={t('label.example')} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
