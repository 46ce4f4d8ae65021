import { App, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { refresh } from '../shell/api.ts';
import { ClosedSeats } from './closed-seats.tsx';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

interface Hall {
  id: string;
  name: string;
  rows: number;
  columns: number;
  closed: [number, number][];
}

/** A hall is a grid of seats; what is an aisle or a pillar is clicked away. */
export function NewHallDialog({ site, onClose }: { site: string; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  return (
    <FormDialog<Hall>
      title={t('hall.new')}
      confirm={t('hall.new')}
      width={720}
      initial={{ rows: 5, columns: 8, closed: [] }}
      request={({ closed, ...hall }) => {
        const inside = closed.filter(([row, column]) => row <= hall.rows && column <= hall.columns);
        return { path: '/api/halls', body: { ...hall, site, closed: inside } };
      }}
      onDone={({ name }) => {
        message.success(t('hall.created', { name }));
        refresh(['venues']);
        onClose();
      }}
      onClose={onClose}
    >
      <div className="form-row">
        <Field name="id" label={t('id')}>
          <Input autoFocus placeholder={`${site}1`} />
        </Field>
        <Field name="name" label={t('name')}>
          <Input placeholder="一号评标大厅" />
        </Field>
        <Field name="rows" label={t('hall.rows')}>
          <InputNumber min={1} max={40} precision={0} />
        </Field>
        <Field name="columns" label={t('hall.columns')}>
          <InputNumber min={1} max={40} precision={0} />
        </Field>
      </div>
      <Form.Item noStyle dependencies={['rows', 'columns']}>
        {({ getFieldValue }) => (
          <Form.Item name="closed" label={t('hall.closed')} extra={t('hall.closed.hint')}>
            <ClosedSeats rows={getFieldValue('rows') ?? 0} columns={getFieldValue('columns') ?? 0} />
          </Form.Item>
        )}
      </Form.Item>
    </FormDialog>
  );
}
