import { App, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { Prose } from '#shared/protocol/primitives.ts';
import type { VenueView } from '#shared/protocol/views.ts';
import { drawingOf, type HallDrawing } from '#shared/venues/plan.ts';
import { refresh } from '../shell/api.ts';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { DrawingField } from './hall-drawing/drawing-field.tsx';

interface RedrawHallDialogProps {
  readonly hall: VenueView['halls'][number];
  onClose(): void;
}

/** Changes how a hall is drawn, with the reason; the hub refuses it while seats of the hall are drawn or held. */
export function RedrawHallDialog({ hall, onClose }: RedrawHallDialogProps) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  return (
    <FormDialog<{ drawing: HallDrawing; reason: string }>
      title={t('hall.redraw.of', { name: hall.name })}
      hint={t('hall.redraw.hint')}
      confirm={t('hall.redraw.confirm')}
      width={760}
      initial={{ drawing: drawingOf(hall) }}
      request={({ drawing, reason }) => ({
        path: `/api/halls/${encodeURIComponent(hall.id)}/drawing`,
        body: { ...drawing, reason },
      })}
      onDone={() => {
        message.success(t('hall.redrawn', { name: hall.name }));
        refresh(['venues']);
        onClose();
      }}
      onClose={onClose}
    >
      <DrawingField />
      <Field name="reason" label={t('reason')}>
        <Input maxLength={longestOf(Prose)} placeholder={t('hall.redraw.reason')} />
      </Field>
    </FormDialog>
  );
}
