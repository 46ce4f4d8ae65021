import { App, Form, Input, Modal, Radio, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { Prose } from '#shared/protocol/primitives.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import { refresh, useSend } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { Severity } from './alert-severity.tsx';

type Decision = Pick<NonNullable<AlertView['decision']>, 'decision' | 'note'>;

const decisions = ['noted', 'handled', 'referred'] as const;

/** Takes a decision on one alert, with a note. Shown while it is mounted. */
export function DecideDialog({ alert, onClose }: { alert: AlertView; onClose: () => void }) {
  const { t } = useTranslation(['supervisor', 'shell']);
  const sentence = useSentence();
  const { message } = App.useApp();
  const { busy, refused, submit } = useSend();
  const [form] = Form.useForm<Decision>();
  const decide = async ({ decision, note }: Decision) => {
    const path = `/api/alerts/${encodeURIComponent(alert.id)}/decide`;
    if (!(await submit('POST', path, { decision, note: note.trim() }))) return;
    message.success(t('alerts.decided'));
    refresh(['alerts', 'projects']);
    onClose();
  };
  return (
    <Modal
      open
      title={t('alerts.decide.title')}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('alerts.decide.confirm')}
      cancelText={t('shell:cancel')}
      confirmLoading={busy}
    >
      <p>
        <Severity severity={alert.severity} /> {sentence(alert.text)}
      </p>
      <RefusalNotice refused={refused} />
      <Form form={form} layout="vertical" onFinish={(given) => void decide(given)}>
        <Form.Item
          name="decision"
          label={t('alerts.decide.kind')}
          rules={[{ required: true, message: t('alerts.decide.kind.needed') }]}
        >
          <Radio.Group>
            <Space orientation="vertical">
              {decisions.map((value) => (
                <Radio key={value} value={value}>
                  {t(`decision.${value}`)} <span className="quiet">{t(`decision.${value}.hint`)}</span>
                </Radio>
              ))}
            </Space>
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="note"
          label={t('alerts.decide.note')}
          extra={t('alerts.decide.hint')}
          rules={[{ required: true, whitespace: true, message: t('shell:reason.needed') }]}
        >
          <Input.TextArea
            rows={3}
            maxLength={longestOf(Prose)}
            placeholder={t('alerts.decide.note.example')}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
