import { CheckCircleFilled, KeyOutlined, StopOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteKeyRow } from '#shared/protocol/draws.ts';
import { refresh, useView } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';
import { useSession } from '../shell/session.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { RegisterKey } from './register-key.tsx';
import { useSigningKey } from './use-signing-key.ts';

/** The keys with which sites countersign frozen inputs. A desk registers its own, and sees its own site's alone. */
export function SiteKeysPage() {
  const { t } = useTranslation('keys');
  const keys = useView<SiteKeyRow[]>('/api/site-keys', ['draws']);
  const isDesk = useSession().session?.role === 'hall';
  return (
    <>
      <Typography.Paragraph type="secondary">{t('about')}</Typography.Paragraph>
      {isDesk && <ThisWorkstation />}
      <ViewFrame query={keys}>{(rows) => <Keys rows={rows} />}</ViewFrame>
    </>
  );
}

function ThisWorkstation() {
  const { t } = useTranslation('keys');
  const { own, standing } = useSigningKey();
  if (standing === 'unknown') return null;
  const ready = standing === 'ready';
  return (
    <Alert
      showIcon
      type={ready ? 'success' : 'warning'}
      style={{ marginBottom: 12 }}
      data-testid="this-workstation"
      data-standing={standing}
      title={t(`own.${standing}`)}
      description={
        <>
          {own && ready && <Fingerprint value={own.key} />}
          {own && !own.sealed && <div>{t('own.plain')}</div>}
        </>
      }
      action={!ready && <RegisterKey />}
    />
  );
}

function Keys({ rows }: { rows: readonly SiteKeyRow[] }) {
  const { t } = useTranslation('keys');
  const { session } = useSession();
  const mayRevoke = session?.role === 'hall' || session?.role === 'security-admin';
  const [revoking, setRevoking] = useState<SiteKeyRow | null>(null);
  return (
    <Card size="small" title={t('title.keys')}>
      <Table<SiteKeyRow>
        size="small"
        rowKey="key"
        dataSource={[...rows]}
        pagination={{ pageSize: 14, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('none') }}
        columns={[
          { title: t('site'), dataIndex: 'site' },
          {
            title: t('label'),
            dataIndex: 'label',
            render: (label: string) => (
              <>
                <KeyOutlined /> {label}
              </>
            ),
          },
          { title: t('key'), dataIndex: 'key', render: (key: string) => <Fingerprint value={key} /> },
          {
            title: t('registered'),
            render: (_, { registeredBy, registeredAt }) => (
              <>
                {registeredBy} · <When at={registeredAt} />
              </>
            ),
          },
          { title: t('standing'), render: (_, row) => <Standing row={row} /> },
          {
            key: 'act',
            align: 'right',
            render: (_, row) =>
              mayRevoke &&
              !row.revoked && (
                <Button size="small" danger icon={<StopOutlined />} onClick={() => setRevoking(row)}>
                  {t('revoke')}
                </Button>
              ),
          },
        ]}
      />
      {revoking && (
        <ReasonDialog
          title={t('revoke.title', { label: revoking.label })}
          hint={t('revoke.hint')}
          confirm={t('revoke')}
          danger
          request={(reason) => ({
            method: 'POST',
            path: `/api/site-keys/${revoking.key}/revoke`,
            body: { reason },
          })}
          onDone={() => {
            setRevoking(null);
            refresh(['draws']);
          }}
          onClose={() => setRevoking(null)}
        />
      )}
    </Card>
  );
}

function Standing({ row: { revoked } }: { row: SiteKeyRow }) {
  const { t } = useTranslation('keys');
  if (!revoked)
    return (
      <Tag color="success" icon={<CheckCircleFilled />}>
        {t('active')}
      </Tag>
    );
  return (
    <>
      <Tag icon={<StopOutlined />}>{t('revoked')}</Tag>
      <div className="quiet">
        {revoked.by} · <When at={revoked.at} /> · {revoked.reason}
      </div>
    </>
  );
}

function Fingerprint({ value }: { value: string }) {
  return (
    <Typography.Text code copyable={{ text: value }} title={value}>
      {value.slice(0, 16)}…{value.slice(-8)}
    </Typography.Text>
  );
}
