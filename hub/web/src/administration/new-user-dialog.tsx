import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { hasCharge } from '#shared/charge/charge.ts';
import { shortestOf } from '#shared/protocol/limits.ts';
import { NewUser, Role } from '#shared/protocol/requests.ts';
import { ChargeField, chargeOf } from './charge-field.tsx';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';

interface GivenUser {
  user: string;
  name: string;
  role: Role;
  site?: string;
  password: string;
  charge?: string[];
}

/** Every role, in the order in which it is offered. */
const roles: readonly Role[] = Role.anyOf.map(({ const: role }) => role);

export function NewUserDialog({ onDone, onClose }: { onDone: (user: string) => void; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { t: shell } = useTranslation();
  return (
    <FormDialog<GivenUser>
      title={t('user.new')}
      confirm={t('user.new')}
      initial={{ role: 'hall' }}
      request={({ site, charge, ...user }) => ({
        path: '/api/users',
        body: { ...user, ...(site ? { site } : {}), ...(charge?.length ? { charge: chargeOf(charge) } : {}) },
      })}
      onDone={({ user }) => onDone(user)}
      onClose={onClose}
    >
      <Field name="user" label={t('user.user')} extra={t('user.user.rule')}>
        <Input autoFocus autoComplete="off" />
      </Field>
      <Field name="name" label={t('user.name')}>
        <Input autoComplete="off" />
      </Field>
      <Field name="role" label={t('user.role')}>
        <Select options={roles.map((role) => ({ value: role, label: shell(`role.${role}`) }))} />
      </Field>
      <Form.Item noStyle dependencies={['role']}>
        {({ getFieldValue }) => <OfRole role={getFieldValue('role') as Role} />}
      </Form.Item>
      <Field
        name="password"
        label={t('user.password')}
        extra={t('user.password.rule', { min: shortestOf(NewUser.properties.password) })}
      >
        <Input.Password autoComplete="new-password" />
      </Field>
    </FormDialog>
  );
}

/** What is asked of one role alone. */
function OfRole({ role }: { role: Role }) {
  const { t } = useTranslation('admin');
  if (hasCharge(role)) return <ChargeField />;
  if (role !== 'hall') return null;
  return (
    <Field name="site" label={t('user.site')} extra={t('user.site.hint')}>
      <Input autoComplete="off" />
    </Field>
  );
}
