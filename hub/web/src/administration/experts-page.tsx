import { UploadOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Input, Space, Table, Tag } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpertRow } from '#shared/protocol/views.ts';
import { refresh, useSend, useView } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { ViewFrame } from '../shell/view-frame.tsx';

/** The pool: imported as one list, every fault told; ID numbers masked. */
export function ExpertsPage() {
  const { t } = useTranslation('admin');
  const experts = useView<ExpertRow[]>('/api/experts', ['experts']);
  return (
    <Card size="small" title={t('title.experts')} className="experts">
      <PoolImport />
      <ViewFrame query={experts}>{(rows) => <Experts rows={rows} />}</ViewFrame>
    </Card>
  );
}

function PoolImport() {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const importFile = async (file: File) => {
    clear();
    setUnreadable(null);
    const list = await readJson(file);
    if (list === undefined) return setUnreadable(file.name);
    const done = await submit<{ imported: number }>('POST', '/api/experts', list);
    if (!done) return;
    message.success(t('experts.imported', { count: done.answer.imported }));
    refresh(['experts']);
  };
  return (
    <Space orientation="vertical" style={{ width: '100%', marginBottom: 12 }}>
      <div className="experts-import">
        <input
          ref={field}
          type="file"
          accept=".json,application/json"
          hidden
          data-testid="pool-file"
          onChange={({ target }) => {
            const file = target.files?.[0];
            target.value = '';
            if (file) void importFile(file);
          }}
        />
        <Button
          type="primary"
          icon={<UploadOutlined />}
          loading={busy}
          onClick={() => field.current?.click()}
        >
          {t('experts.import')}
        </Button>
        <span className="note">{t('experts.import.hint')}</span>
      </div>
      {unreadable && <Alert type="error" showIcon title={t('experts.not-json', { name: unreadable })} />}
      <RefusalNotice refused={refused} onClose={clear} />
    </Space>
  );
}

/** The file as JSON, a bare list taken for the list of experts; undefined when it is not JSON. */
async function readJson(file: File): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await file.text());
    return Array.isArray(value) ? { experts: value } : value;
  } catch {
    return undefined;
  }
}

function Experts({ rows }: { rows: readonly ExpertRow[] }) {
  const { t } = useTranslation('admin');
  const [wanted, setWanted] = useState('');
  const shown = rows.filter(({ name, badge, employer, id }) =>
    `${name} ${badge} ${employer} ${id}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <>
      <Space style={{ marginBottom: 8 }}>
        <Input.Search
          allowClear
          placeholder={t('experts.search')}
          style={{ width: 300 }}
          onChange={({ target }) => setWanted(target.value)}
        />
        <b>{t('experts.count', { count: shown.length })}</b>
        <span className="note">{t('experts.masked')}</span>
      </Space>
      <Table<ExpertRow>
        size="small"
        rowKey="id"
        dataSource={shown}
        pagination={{ pageSize: 11, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('experts.none') }}
        columns={[
          { title: t('id'), dataIndex: 'id' },
          { title: t('expert.name'), dataIndex: 'name', render: (name) => <b>{name}</b> },
          { title: t('expert.badge'), dataIndex: 'badge' },
          { title: t('expert.id-number'), dataIndex: 'idNumberMasked' },
          {
            title: t('expert.categories'),
            dataIndex: 'categories',
            render: (categories: string[]) =>
              categories.map((category) => <Tag key={category}>{category}</Tag>),
          },
          { title: t('expert.site'), dataIndex: 'site' },
          { title: t('expert.employer'), dataIndex: 'employer' },
        ]}
      />
    </>
  );
}
