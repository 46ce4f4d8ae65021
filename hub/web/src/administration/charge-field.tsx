import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Charge } from '#shared/charge/charge.ts';
import type { SiteRow } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

/** What a supervisor or discipline officer has in their charge: nothing chosen is everything. */
export function ChargeField() {
  const { t } = useTranslation('admin');
  const { data: sites = [] } = useView<SiteRow[]>('/api/sites', []);
  return (
    <Field name="charge" label={t('user.charge')} extra={t('user.charge.hint')} optional>
      <Select
        mode="multiple"
        allowClear
        placeholder={t('user.charge.all')}
        optionFilterProp="label"
        options={sites.map(({ id, name }) => ({ value: id, label: `${id} · ${name}` }))}
        data-testid="charge"
      />
    </Field>
  );
}

/** The chosen sites as the hub takes them. */
export const chargeOf = (chosen: readonly string[] | undefined): Charge =>
  chosen && chosen.length > 0 ? [...chosen] : null;

interface ChargeDialogProps {
  readonly user: string;
  readonly charge: Charge;
  onDone(): void;
  onClose(): void;
}

export function ChargeDialog({ user, charge, onDone, onClose }: ChargeDialogProps) {
  const { t } = useTranslation('admin');
  return (
    <FormDialog<{ charge?: string[] }>
      title={t('user.charge.title', { user })}
      confirm={t('user.charge.change')}
      initial={{ charge: charge ?? [] }}
      request={({ charge: chosen }) => ({
        path: `/api/users/${encodeURIComponent(user)}/charge`,
        body: { charge: chargeOf(chosen) },
      })}
      onDone={onDone}
      onClose={onClose}
    >
      <ChargeField />
    </FormDialog>
  );
}
