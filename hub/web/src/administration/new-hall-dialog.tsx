import { App, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { HallDrawing } from '#shared/venues/plan.ts';
import { refresh } from '../shell/api.ts';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { DrawingField } from './hall-drawing/drawing-field.tsx';

interface Hall {
  id: string;
  name: string;
  drawing: HallDrawing;
}

const plain: HallDrawing = { rows: 5, columns: 8, closed: [], aisles: [], walls: [], joined: [] };

/** A hall is drawn on a grid of seats. */
export function NewHallDialog({ site, onClose }: { site: string; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  return (
    <FormDialog<Hall>
      title={t('hall.new')}
      confirm={t('hall.new')}
      width={760}
      initial={{ drawing: plain }}
      request={({ drawing, ...hall }) => ({ path: '/api/halls', body: { ...hall, site, ...drawing } })}
      onDone={({ name }) => {
        message.success(t('hall.created', { name }));
        refresh(['venues']);
        onClose();
      }}
      onClose={onClose}
    >
      <div className="form-pair">
        <Field name="id" label={t('id')}>
          <Input autoFocus placeholder={`${site}1`} />
        </Field>
        <Field name="name" label={t('name')}>
          <Input placeholder="一号评标大厅" />
        </Field>
      </div>
      <DrawingField />
    </FormDialog>
  );
}
