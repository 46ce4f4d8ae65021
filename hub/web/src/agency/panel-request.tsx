import { DeleteOutlined, PlusOutlined, TeamOutlined } from '@ant-design/icons';
import { App, Button, Descriptions, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '#shared/projects/project.ts';
import { longestOf } from '#shared/protocol/limits.ts';
import { ID_LENGTH, Prose } from '#shared/protocol/primitives.ts';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { type CeremonyFields, CeremonyFieldset, ceremonyOf } from './ceremony-fields.tsx';
import { Exclusions } from './exclusions.tsx';
import { type SitesFields, SitesFieldset, sitesOf } from './sites-fields.tsx';

interface Request extends CeremonyFields, SitesFields {
  day?: string;
  time?: string;
  possible?: 'exclude' | 'keep';
  excluded?: { expert: string; reason: string }[];
}

interface PanelRequestProps {
  readonly project: Project;
  readonly label: string;
  /** Its sites were put to a draw before, which failed. */
  readonly sitesBegun: boolean;
}

/** Asks for the panel: shows who will be drawn and by which sites, and takes experts to bar with their reasons. */
export function PanelRequest({ project, label, sitesBegun }: PanelRequestProps) {
  const { t } = useTranslation(['agency', 'shell', 'batches']);
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Request>();
  const close = () => {
    clear();
    setOpen(false);
  };
  const bodyOf = ({ excluded = [], day, time, possible }: Request) => ({
    ...(day ? { day } : {}),
    ...(time ? { time } : {}),
    ...(possible ? { possible } : {}),
    excluded: excluded.map(({ expert, reason }) => ({ expert: expert.trim(), reason: reason.trim() })),
  });
  const path = `/api/projects/${encodeURIComponent(project.id)}`;
  const request = async (given: Request) => {
    const drawn = sitesOf(given);
    const { time, ...rest } = bodyOf(given);
    const body = { ...rest, ...ceremonyOf(given), ...(drawn ?? (time ? { time } : {})) };
    if (!(await submit('POST', `${path}/${drawn ? 'sites' : 'panel'}`, body))) return;
    close();
    message.success(t(drawn ? 'sites.done' : 'panel.done'));
    refresh(['projects', 'draws']);
  };
  const join = async () => {
    const given = await form.validateFields().catch(() => null);
    if (!given) return;
    if (sitesOf(given)) return form.setFields([{ name: 'sites', errors: [t('sites.no-batch')] }]);
    if (!given.day) return form.setFields([{ name: 'day', errors: [t('batches:join.day')] }]);
    if (!(await submit('POST', `${path}/batch`, bodyOf(given)))) return;
    close();
    message.success(t('batches:join.done', { day: given.day }));
    refresh(['batches']);
  };
  return (
    <>
      <Button type="primary" icon={<TeamOutlined />} onClick={() => setOpen(true)} data-testid="ask-panel">
        {label}
      </Button>
      <Modal
        open={open}
        width={720}
        title={t('panel.title')}
        onCancel={close}
        onOk={form.submit}
        okText={t('panel.confirm')}
        cancelText={t('shell:cancel')}
        confirmLoading={busy}
        footer={(buttons) => (
          <>
            <Button onClick={() => void join()} loading={busy} data-testid="join-batch">
              {t('batches:join')}
            </Button>
            {buttons}
          </>
        )}
      >
        <Typography.Paragraph>{t('panel.hint')}</Typography.Paragraph>
        <Seats project={project} />
        <Typography.Paragraph type="secondary">{t('panel.barred')}</Typography.Paragraph>
        <Form
          form={form}
          layout="vertical"
          initialValues={{ possible: 'exclude' }}
          onFinish={(given) => void request(given)}
        >
          <div style={{ display: 'flex', gap: 12 }}>
            <Form.Item name="day" label={t('panel.day')} extra={t('panel.day.hint')}>
              <Input type="date" />
            </Form.Item>
            <Form.Item name="time" label={t('panel.time')}>
              <Input type="time" />
            </Form.Item>
            <Form.Item name="possible" label={t('panel.possible')} extra={t('panel.possible.hint')}>
              <Select
                options={[
                  { value: 'exclude', label: t('panel.possible.exclude') },
                  { value: 'keep', label: t('panel.possible.keep') },
                ]}
              />
            </Form.Item>
          </div>
          <Form.Item noStyle dependencies={['day']}>
            {({ getFieldValue }) => (
              <Exclusions project={project.id} day={(getFieldValue('day') as string | undefined) ?? ''} />
            )}
          </Form.Item>
          <Excluded />
          <SitesFieldset begun={sitesBegun} size={sizeOf(project)} />
          <CeremonyFieldset />
        </Form>
        <RefusalNotice refused={refused} />
      </Modal>
    </>
  );
}

const sizeOf = ({ panel }: Pick<Project, 'panel'>) =>
  panel.categories.reduce((sum, { count }) => sum + count, 0);

function Seats({ project: { panel } }: { project: Project }) {
  const { t } = useTranslation(['agency', 'projects']);
  const size = sizeOf({ panel });
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      style={{ marginBottom: 12 }}
      items={[
        {
          key: 'categories',
          label: t('projects:document.categories'),
          children: `${panel.categories
            .map(({ id, title, count }) => `${title ?? id} ${t('projects:count.people', { count })}`)
            .join('、')}（${t('projects:count.people', { count: size })}）`,
        },
        {
          key: 'sites',
          label: t('panel.parties'),
          children: panel.sites
            .map(({ id, min, max }) => `${id} ${t('projects:count.people', { count: `${min}–${max}` })}`)
            .join('、'),
        },
        {
          key: 'reserves',
          label: t('projects:document.reserves'),
          children: t('projects:count.people', { count: panel.reserves }),
        },
      ]}
    />
  );
}

function Excluded() {
  const { t } = useTranslation(['agency', 'shell']);
  return (
    <Form.Item label={t('panel.excluded')} style={{ marginBottom: 8 }}>
      <Form.List name="excluded">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} style={{ display: 'flex', gap: 8 }}>
                <Form.Item
                  name={[name, 'expert']}
                  style={{ width: 180, marginBottom: 8 }}
                  rules={[{ required: true, whitespace: true, message: t('panel.expert.needed') }]}
                >
                  <Input placeholder={t('panel.expert')} maxLength={ID_LENGTH} />
                </Form.Item>
                <Form.Item
                  name={[name, 'reason']}
                  style={{ flex: 1, marginBottom: 8 }}
                  rules={[{ required: true, whitespace: true, message: t('shell:reason.needed') }]}
                >
                  <Input placeholder={t('panel.reason')} maxLength={longestOf(Prose)} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('form.remove')}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={() => add()}>
              {t('panel.exclude')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
