import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ID_LENGTH } from '#shared/protocol/primitives.ts';
import type { Seat } from '#shared/venues/plan.ts';
import { refresh } from '../shell/api.ts';
import { EnrolDialog } from './enrol-dialog.tsx';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { TokenDialog } from './token-dialog.tsx';

interface Booth {
  id: string;
  seat: string;
}

interface NewBoothDialogProps {
  readonly hall: string;
  /** Seats that have no booth. */
  readonly seats: readonly Seat[];
  /** Port at which booths enrol; null where they come by token. */
  readonly port: number | null;
  onClose(): void;
}

/** Registers the terminal of a seat, then goes on to its enrolment, or shows its token, this once. */
export function NewBoothDialog({ hall, seats, port, onClose }: NewBoothDialogProps) {
  const { t } = useTranslation('admin');
  const [registered, setRegistered] = useState<{ booth: string; token: string } | null>(null);
  if (registered && port !== null)
    return <EnrolDialog booth={registered.booth} port={port} onClose={onClose} />;
  if (registered) return <TokenDialog {...registered} onClose={onClose} />;
  const [first] = seats;
  return (
    <FormDialog<Booth, { token: string }>
      title={t('booth.new')}
      confirm={t('booth.new')}
      initial={first ? { seat: first.id, id: `B-${first.id}` } : {}}
      request={(body) => ({ path: '/api/booths', body: { ...body, hall } })}
      onDone={({ id }, { token }) => {
        setRegistered({ booth: id, token });
        refresh(['venues']);
      }}
      onClose={onClose}
    >
      <Field name="seat" label={t('booth.seat')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={seats.map(({ id, row, column }) => ({
            value: id,
            label: t('booth.seats', { row, column, seat: id }),
          }))}
        />
      </Field>
      <Field name="id" label={t('booth.id')} extra={t('id.rule', { most: ID_LENGTH })}>
        <Input autoFocus />
      </Field>
    </FormDialog>
  );
}
