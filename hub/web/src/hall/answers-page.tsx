import { PhoneOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Form, Input, type InputRef, Space } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { DeskFrame } from './desk-frame.tsx';

interface Caller {
  readonly badge: string;
  readonly code: string;
}

type Given = Caller & { readonly answer: 'accepted' | 'declined' };

/**
 * An expert who calls instead of replying to the message. They say their badge number and their code; nobody at the desk
 * can look up who was invited, and the hub's answer to a wrong code is the same whether or not anybody was.
 */
export function AnswersPage() {
  return <DeskFrame>{() => <TelephoneAnswer />}</DeskFrame>;
}

function TelephoneAnswer() {
  const { t } = useTranslation('hall');
  const { modal } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const [form] = Form.useForm<Caller>();
  const [recorded, setRecorded] = useState<Given | null>(null);
  const badge = useRef<InputRef>(null);

  const record = async (given: Given) => {
    setRecorded(null);
    if (!(await submit('POST', '/api/hall/answers', given))) return;
    setRecorded(given);
    form.resetFields();
    badge.current?.focus();
  };
  const ask = async (answer: Given['answer']) => {
    const fields = await form.validateFields().catch(() => null);
    if (!fields) return;
    const given = { badge: fields.badge.trim(), code: fields.code.trim(), answer };
    if (answer === 'accepted') return record(given);
    modal.confirm({
      title: t('answer.decline.title', { badge: given.badge }),
      content: t('answer.decline.hint'),
      okText: t('answer.decline.confirm'),
      okButtonProps: { danger: true },
      onOk: () => record(given),
    });
  };
  return (
    <Card
      size="small"
      className="telephone"
      title={
        <>
          <PhoneOutlined /> {t('answer.title')}
        </>
      }
    >
      <p>{t('answer.about')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onValuesChange={clear}>
        <Form.Item
          name="badge"
          label={t('check.badge')}
          rules={[{ required: true, whitespace: true, message: t('answer.badge.needed') }]}
        >
          <Input ref={badge} autoFocus size="large" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('answer.code')}
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: t('answer.code.needed') }]}
        >
          <Input size="large" inputMode="numeric" autoComplete="off" maxLength={12} />
        </Form.Item>
        <Space>
          <Button type="primary" size="large" loading={busy} onClick={() => void ask('accepted')}>
            {t('answer.accepted')}
          </Button>
          <Button danger size="large" loading={busy} onClick={() => void ask('declined')}>
            {t('answer.declined')}
          </Button>
        </Space>
      </Form>
      <div className="telephone-told" aria-live="polite">
        <RefusalNotice refused={refused} />
        {recorded && (
          <Alert
            type="success"
            showIcon
            data-testid="answer-recorded"
            title={t(`answer.recorded.${recorded.answer}`, { badge: recorded.badge })}
          />
        )}
      </div>
    </Card>
  );
}
