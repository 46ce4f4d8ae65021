import { Form, type FormProps, Modal, Typography } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSend } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';

interface FormDialogProps<V, A> {
  readonly title: string;
  readonly hint?: string;
  readonly confirm: string;
  readonly width?: number;
  readonly initial?: NonNullable<FormProps<V>['initialValues']>;
  readonly children: ReactNode;
  /** The request that the filled form makes; a POST. */
  request(values: V): { path: string; body: unknown };
  onDone(values: V, answer: A): void;
  onClose(): void;
}

/** A form in a dialog: sends what was filled in and lists every fault the hub finds. Shown while mounted. */
export function FormDialog<V extends object, A = void>(props: FormDialogProps<V, A>) {
  const { t } = useTranslation();
  const { busy, refused, submit } = useSend();
  const sentence = useSentence();
  const [form] = Form.useForm<V>();
  const finish = async (values: V) => {
    const { path, body } = props.request(values);
    const sent = await submit<A>('POST', path, body);
    if (sent) props.onDone(values, sent.answer);
  };
  // Each fault stands beside the field it is about, too.
  useEffect(() => {
    const own = new Set(Object.keys(form.getFieldsValue()));
    for (const { place, message } of refused?.faults ?? []) {
      if (own.has(place)) form.setFields([{ name: place as never, errors: [sentence(message)] }]);
    }
  }, [refused, form, sentence]);
  return (
    <Modal
      open
      centered
      className="form-dialog"
      title={props.title}
      width={props.width ?? 520}
      onCancel={props.onClose}
      onOk={form.submit}
      okText={props.confirm}
      cancelText={t('cancel')}
      confirmLoading={busy}
    >
      {props.hint && <Typography.Paragraph>{props.hint}</Typography.Paragraph>}
      <RefusalNotice refused={refused} />
      <Form<V>
        form={form}
        layout="vertical"
        onFinish={finish}
        style={{ marginTop: 8 }}
        {...(props.initial ? { initialValues: props.initial } : {})}
      >
        {props.children}
      </Form>
    </Modal>
  );
}
