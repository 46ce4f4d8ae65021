import { App, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { ID_LENGTH } from '#shared/protocol/primitives.ts';
import { refresh } from '../shell/api.ts';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

interface Site {
  id: string;
  name: string;
  city: string;
}

export function NewSiteDialog({ onClose, onDone }: { onClose: () => void; onDone: (site: string) => void }) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  return (
    <FormDialog<Site>
      title={t('site.new')}
      confirm={t('site.new')}
      request={(body) => ({ path: '/api/sites', body })}
      onDone={({ id, name }) => {
        message.success(t('site.created', { name }));
        refresh(['venues']);
        onDone(id);
        onClose();
      }}
      onClose={onClose}
    >
      <Field name="id" label={t('id')} extra={t('id.rule', { most: ID_LENGTH })}>
        <Input autoFocus placeholder="HF" />
      </Field>
      <Field name="name" label={t('name')}>
        <Input placeholder="合肥市公共资源交易中心" />
      </Field>
      <Field name="city" label={t('site.city')}>
        <Input placeholder="合肥市" />
      </Field>
    </FormDialog>
  );
}
