import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly extra?: string;
  readonly optional?: boolean;
  readonly children: ReactNode;
}

/** One field of a form that must be filled in, unless optional; what it may hold is the hub's to say. */
export function Field({ name, label, extra, optional = false, children }: FieldProps) {
  const { t } = useTranslation('admin');
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[{ required: !optional, message: t('needed') }]}
    >
      {children}
    </Form.Item>
  );
}
