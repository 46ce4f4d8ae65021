import { App, Form, Input, Modal, Radio, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { Prose } from '#shared/protocol/primitives.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import { refresh, useSend } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';

const acts = ['accept', 'note', 'send-back', 'refer'] as const;

interface Decision {
  readonly act: (typeof acts)[number];
  readonly reason: string;
}

/** Decides on one explained flag, with a reason. One that was sent back already cannot be sent back again. */
export function FlagDialog({
  project,
  flag,
  onClose,
}: {
  project: string;
  flag: LookbackFlag;
  onClose: () => void;
}) {
  const { t } = useTranslation(['supervisor', 'shell']);
  const sentence = useSentence();
  const { message } = App.useApp();
  const { busy, refused, submit } = useSend();
  const [form] = Form.useForm<Decision>();
  const decide = async ({ act, reason }: Decision) => {
    const path = `/api/projects/${encodeURIComponent(project)}/flags/${encodeURIComponent(flag.id)}/decide`;
    if (!(await submit('POST', path, { act, reason: reason.trim() }))) return;
    message.success(t('flags.act.done'));
    refresh(['projects', 'alerts']);
    onClose();
  };
  const possible = acts.filter((act) => act !== 'send-back' || flag.sentBack === null);
  return (
    <Modal
      open
      title={t('flags.act.title', { flag: flag.id })}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('alerts.decide.confirm')}
      cancelText={t('shell:cancel')}
      confirmLoading={busy}
    >
      <p>{sentence(flag.text)}</p>
      <p className="flag-explanation">
        <strong>{flag.alias}</strong>：{flag.explanation}
      </p>
      <RefusalNotice refused={refused} />
      <Form form={form} layout="vertical" onFinish={(given) => void decide(given)}>
        <Form.Item
          name="act"
          label={t('flags.act.kind')}
          rules={[{ required: true, message: t('flags.act.kind.needed') }]}
        >
          <Radio.Group>
            <Space orientation="vertical">
              {possible.map((value) => (
                <Radio key={value} value={value}>
                  {t(`flags.act.${value}`)} <span className="quiet">{t(`flags.act.${value}.hint`)}</span>
                </Radio>
              ))}
            </Space>
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('flags.act.reason')}
          extra={t('flags.act.reason.hint')}
          rules={[{ required: true, whitespace: true, message: t('shell:reason.needed') }]}
        >
          <Input.TextArea rows={3} maxLength={longestOf(Prose)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
