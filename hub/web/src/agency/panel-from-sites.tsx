import { TeamOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { type CeremonyFields, CeremonyFieldset, ceremonyOf } from './ceremony-fields.tsx';

/** Asks for the panel of the sites that were drawn; which these are, nobody is told before everybody has checked in. */
export function PanelFromSites({ project }: { project: string }) {
  const { t } = useTranslation(['agency', 'shell']);
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<CeremonyFields & { time?: string }>();
  const close = () => {
    clear();
    setOpen(false);
  };
  const request = async ({ time, ...given }: CeremonyFields & { time?: string }) => {
    const body = { ...(time ? { time } : {}), ...ceremonyOf(given) };
    const path = `/api/projects/${encodeURIComponent(project)}/panel/from-sites`;
    if (!(await submit('POST', path, body))) return;
    close();
    message.success(t('panel.done'));
    refresh(['projects', 'draws']);
  };
  return (
    <>
      <Button type="primary" icon={<TeamOutlined />} onClick={() => setOpen(true)} data-testid="from-sites">
        {t('sites.panel')}
      </Button>
      <Modal
        open={open}
        width={640}
        title={t('sites.panel.title')}
        onCancel={close}
        onOk={form.submit}
        okText={t('panel.confirm')}
        cancelText={t('shell:cancel')}
        confirmLoading={busy}
      >
        <Typography.Paragraph>{t('sites.panel.hint')}</Typography.Paragraph>
        <Form form={form} layout="vertical" onFinish={(given) => void request(given)}>
          <Form.Item name="time" label={t('panel.time')}>
            <Input type="time" style={{ width: 160 }} />
          </Form.Item>
          <CeremonyFieldset />
        </Form>
        <RefusalNotice refused={refused} />
      </Modal>
    </>
  );
}
