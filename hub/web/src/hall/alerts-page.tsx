import { CloseCircleFilled, InfoCircleFilled, WarningFilled } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Radio, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { Prose } from '#shared/protocol/primitives.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import { AlertWords } from '../shell/alert-words.tsx';
import { refresh, useSend } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';
import { DeskFrame } from './desk-frame.tsx';

/** Alerts of this site's booths; the open ones first, each to be decided with a note. */
export function AlertsPage() {
  return <DeskFrame>{(desk) => <Alerts alerts={desk.alerts} />}</DeskFrame>;
}

const icons = { info: <InfoCircleFilled />, warning: <WarningFilled />, severe: <CloseCircleFilled /> };
const colours = { info: 'processing', warning: 'warning', severe: 'error' };

function Alerts({ alerts }: { alerts: readonly AlertView[] }) {
  const { t } = useTranslation('hall');
  const [state, setState] = useState<AlertView['state']>('open');
  const [deciding, setDeciding] = useState<AlertView | null>(null);
  const count = (wanted: AlertView['state']) => alerts.filter((alert) => alert.state === wanted).length;
  return (
    <div className="alerts-page">
      <Segmented
        value={state}
        onChange={setState}
        options={(['open', 'decided'] as const).map((value) => ({
          value,
          label: `${t(`alert.${value}`)} ${count(value)}`,
        }))}
      />
      <Table<AlertView>
        size="middle"
        rowKey="id"
        dataSource={alerts.filter((alert) => alert.state === state)}
        pagination={{ pageSize: 12, hideOnSinglePage: true }}
        locale={{ emptyText: t(state === 'open' ? 'alert.none' : 'alert.none.decided') }}
        columns={[
          {
            width: 90,
            render: (_, { severity }) => (
              <Tag color={colours[severity]} icon={icons[severity]}>
                {t(`alert.severity.${severity}`)}
              </Tag>
            ),
          },
          { width: 190, dataIndex: 'at', render: (at) => <When at={at} /> },
          {
            render: (_, alert) => (
              <>
                <AlertWords alert={alert} />
                {alert.booth && <div>{t('alert.booth', { booth: alert.booth })}</div>}
                {alert.decision && <Decision decision={alert.decision} />}
              </>
            ),
          },
          {
            width: 90,
            align: 'right',
            render: (_, alert) =>
              alert.state === 'open' && (
                <Button type="primary" size="small" onClick={() => setDeciding(alert)}>
                  {t('alert.decide')}
                </Button>
              ),
          },
        ]}
        showHeader={false}
      />
      {deciding && <DecideDialog alert={deciding} onClose={() => setDeciding(null)} />}
    </div>
  );
}

function Decision({ decision }: { decision: NonNullable<AlertView['decision']> }) {
  const { t } = useTranslation('hall');
  return (
    <div className="alert-decision">
      <b>{t(`alert.decision.${decision.decision}`)}</b>：{decision.note} —{' '}
      {t('alert.by', { by: decision.by })} <When at={decision.at} />
    </div>
  );
}

interface Given {
  decision: 'noted' | 'handled' | 'referred';
  note: string;
}

function DecideDialog({ alert, onClose }: { alert: AlertView; onClose: () => void }) {
  const { t } = useTranslation('hall');
  const { t: shell } = useTranslation();
  const { message } = App.useApp();
  const sentence = useSentence();
  const { busy, refused, submit } = useSend();
  const [form] = Form.useForm<Given>();
  const decide = async (given: Given) => {
    if (!(await submit('POST', `/api/alerts/${encodeURIComponent(alert.id)}/decide`, given))) return;
    message.success(t('alert.done', { id: alert.id }));
    refresh(['alerts']);
    onClose();
  };
  return (
    <Modal
      open
      title={t('alert.decide.title', { id: alert.id })}
      onCancel={onClose}
      onOk={form.submit}
      okText={shell('confirm')}
      cancelText={shell('cancel')}
      confirmLoading={busy}
    >
      <p>{sentence(alert.text)}</p>
      <RefusalNotice refused={refused} />
      <Form form={form} layout="vertical" onFinish={decide} initialValues={{ decision: 'handled' }}>
        <Form.Item name="decision" label={t('alert.decision')}>
          <Radio.Group
            options={(['handled', 'noted', 'referred'] as const).map((value) => ({
              value,
              label: t(`alert.decision.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="note"
          label={t('alert.note')}
          rules={[{ required: true, whitespace: true, message: t('alert.note.needed') }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={longestOf(Prose)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
