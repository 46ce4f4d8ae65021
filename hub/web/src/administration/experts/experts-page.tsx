import { StopOutlined } from '@ant-design/icons';
import { keepPreviousData } from '@tanstack/react-query';
import { Card, Checkbox, Input, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpertRow, PoolPage } from '#shared/protocol/pool-views.ts';
import { useView } from '../../shell/api.ts';
import { ViewFrame } from '../../shell/view-frame.tsx';
import { ExpertDrawer } from './expert-drawer.tsx';
import { PoolImport } from './pool-import.tsx';

const ROWS = 12;

interface Wanted {
  readonly text: string;
  readonly category: string;
  readonly site: string;
  readonly suspended: boolean;
  readonly page: number;
}

const everybody: Wanted = { text: '', category: '', site: '', suspended: false, page: 1 };

/** The pool: looked through page by page, imported as one list with every fault told; ID numbers masked. */
export function ExpertsPage() {
  const { t } = useTranslation('admin');
  const [wanted, setWanted] = useState(everybody);
  const [open, setOpen] = useState<string | null>(null);
  const { suspended, page, ...rest } = wanted;
  const query = new URLSearchParams({ ...rest, page: String(page), size: String(ROWS) });
  if (suspended) query.set('suspended', '1');
  const experts = useView<PoolPage>(`/api/experts?${query}`, ['experts'], {
    placeholder: keepPreviousData,
  });
  return (
    <Card size="small" title={t('title.experts')} className="experts">
      <PoolImport />
      <ViewFrame query={experts}>
        {(found) => (
          <>
            <Filters wanted={wanted} sites={found.sites} total={found.total} onChange={setWanted} />
            <Experts
              found={found}
              page={page}
              onPage={(next) => setWanted({ ...wanted, page: next })}
              onOpen={setOpen}
            />
          </>
        )}
      </ViewFrame>
      {open !== null && <ExpertDrawer id={open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

interface FiltersProps {
  readonly wanted: Wanted;
  readonly sites: readonly string[];
  readonly total: number;
  onChange(wanted: Wanted): void;
}

function Filters({ wanted, sites, total, onChange }: FiltersProps) {
  const { t } = useTranslation('admin');
  const look = (part: Partial<Wanted>) => onChange({ ...wanted, ...part, page: 1 });
  return (
    <Space wrap style={{ marginBottom: 8 }}>
      <Input.Search
        allowClear
        placeholder={t('experts.search')}
        style={{ width: 300 }}
        onSearch={(text) => look({ text })}
      />
      <Input.Search
        allowClear
        placeholder={t('experts.search.category')}
        style={{ width: 170 }}
        onSearch={(category) => look({ category })}
      />
      <Select
        allowClear
        placeholder={t('experts.search.site')}
        style={{ width: 170 }}
        options={sites.map((site) => ({ value: site }))}
        onChange={(site?: string) => look({ site: site ?? '' })}
      />
      <Checkbox checked={wanted.suspended} onChange={({ target }) => look({ suspended: target.checked })}>
        {t('experts.search.suspended')}
      </Checkbox>
      <b>{t('experts.count', { count: total })}</b>
      <span className="note">{t('experts.masked')}</span>
    </Space>
  );
}

interface ExpertsProps {
  readonly found: PoolPage;
  readonly page: number;
  onPage(page: number): void;
  onOpen(id: string): void;
}

function Experts({ found, page, onPage, onOpen }: ExpertsProps) {
  const { t } = useTranslation('admin');
  return (
    <Table<ExpertRow>
      size="small"
      rowKey="id"
      dataSource={found.rows}
      pagination={{
        current: page,
        pageSize: ROWS,
        total: found.total,
        hideOnSinglePage: true,
        showSizeChanger: false,
        showQuickJumper: true,
        onChange: onPage,
      }}
      locale={{ emptyText: t('experts.none') }}
      columns={[
        {
          title: t('id'),
          dataIndex: 'id',
          render: (id: string) => (
            <button type="button" className="link" onClick={() => onOpen(id)}>
              {id}
            </button>
          ),
        },
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
        {
          title: t('expert.state'),
          dataIndex: 'suspended',
          render: (suspended: boolean) =>
            suspended ? (
              <Tag color="error" icon={<StopOutlined />}>
                {t('expert.suspended')}
              </Tag>
            ) : null,
        },
      ]}
    />
  );
}
