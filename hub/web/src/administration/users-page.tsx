import { CheckCircleFilled, PlusOutlined, StopOutlined } from '@ant-design/icons';
import { App, Button, Card, Input, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCharge } from '#shared/charge/charge.ts';
import { shortestOf } from '#shared/protocol/limits.ts';
import { ResetPassword } from '#shared/protocol/requests.ts';
import type { UserRow } from '#shared/protocol/views.ts';
import { refresh, useView } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';
import { useSession } from '../shell/session.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { ChargeDialog } from './charge-field.tsx';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { NewUserDialog } from './new-user-dialog.tsx';

/** Users and their roles. The security administrator changes them; the audit administrator reads. */
export function UsersPage() {
  const users = useView<UserRow[]>('/api/users', ['users']);
  return <ViewFrame query={users}>{(rows) => <Users rows={rows} />}</ViewFrame>;
}

type Act = 'reset' | 'disable' | 'charge';
type Open = { what: 'new' } | { what: Act; row: UserRow } | null;

function Users({ rows }: { rows: readonly UserRow[] }) {
  const { t } = useTranslation('admin');
  const { t: shell } = useTranslation();
  const { session } = useSession();
  const mayChange = session?.role === 'security-admin';
  const [open, setOpen] = useState<Open>(null);
  const add = mayChange && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({ what: 'new' })}>
      {t('user.new')}
    </Button>
  );
  return (
    <Card size="small" title={t('title.users')} extra={add}>
      <Table<UserRow>
        size="small"
        rowKey="user"
        dataSource={[...rows]}
        pagination={{ pageSize: 14, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('user.none') }}
        columns={[
          { title: t('user.user'), dataIndex: 'user', render: (user) => <b>{user}</b> },
          { title: t('user.name'), dataIndex: 'name' },
          {
            title: t('user.role'),
            dataIndex: 'role',
            render: (role: UserRow['role']) => shell(`role.${role}`),
          },
          { title: t('user.place'), key: 'place', render: (_, row) => <Place row={row} /> },
          {
            title: t('user.state'),
            dataIndex: 'disabled',
            render: (disabled: boolean) =>
              disabled ? (
                <Tag icon={<StopOutlined />}>{t('user.disabled')}</Tag>
              ) : (
                <Tag color="success" icon={<CheckCircleFilled />}>
                  {t('user.active')}
                </Tag>
              ),
          },
          {
            title: t('user.seen'),
            dataIndex: 'lastSignInAt',
            render: (at: string | null) => (at ? <When at={at} /> : t('user.never')),
          },
          {
            key: 'act',
            align: 'right',
            render: (_, row) =>
              mayChange &&
              !row.disabled && (
                <UserActs
                  row={row}
                  self={row.user === session.user}
                  onOpen={(what) => setOpen({ what, row })}
                />
              ),
          },
        ]}
      />
      <UserDialogs open={open} onClose={() => setOpen(null)} />
    </Card>
  );
}

/** Where a user works, or what they have in their charge. */
function Place({ row }: { row: UserRow }) {
  const { t } = useTranslation('admin');
  if (!hasCharge(row.role)) return row.site ?? t('none');
  return row.charge === null ? t('user.charge.all') : row.charge.join(' ');
}

interface UserActsProps {
  readonly row: UserRow;
  readonly self: boolean;
  onOpen(what: Act): void;
}

function UserActs({ row, self, onOpen }: UserActsProps) {
  const { t } = useTranslation('admin');
  return (
    <Space>
      {hasCharge(row.role) && (
        <Button size="small" onClick={() => onOpen('charge')}>
          {t('user.charge.change')}
        </Button>
      )}
      <Button size="small" onClick={() => onOpen('reset')}>
        {t('user.reset')}
      </Button>
      <Button size="small" danger disabled={self} onClick={() => onOpen('disable')}>
        {t('user.disable')}
      </Button>
    </Space>
  );
}

function UserDialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  const done = (text: string) => {
    message.success(text);
    refresh(['users']);
    onClose();
  };
  if (!open) return null;
  if (open.what === 'new') {
    return <NewUserDialog onDone={(user) => done(t('user.created', { user }))} onClose={onClose} />;
  }
  const { user, charge } = open.row;
  if (open.what === 'charge')
    return (
      <ChargeDialog
        user={user}
        charge={charge}
        onDone={() => done(t('user.charge.done', { user }))}
        onClose={onClose}
      />
    );
  if (open.what === 'reset') {
    return (
      <FormDialog<{ password: string }>
        title={t('user.reset.title', { user })}
        confirm={t('user.reset')}
        request={(body) => ({ path: `/api/users/${encodeURIComponent(user)}/password`, body })}
        onDone={() => done(t('user.reset.done', { user }))}
        onClose={onClose}
      >
        <Field
          name="password"
          label={t('user.reset.password')}
          extra={t('user.password.rule', { min: shortestOf(ResetPassword.properties.password) })}
        >
          <Input.Password autoFocus autoComplete="new-password" />
        </Field>
      </FormDialog>
    );
  }
  return (
    <ReasonDialog
      title={t('user.disable.title', { user })}
      hint={t('user.disable.hint')}
      confirm={t('user.disable')}
      danger
      request={(reason) => ({
        method: 'POST',
        path: `/api/users/${encodeURIComponent(user)}/disable`,
        body: { reason },
      })}
      onDone={() => done(t('user.disable.done', { user }))}
      onClose={onClose}
    />
  );
}
