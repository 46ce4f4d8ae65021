import { Alert, Descriptions, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BehindView } from '#shared/protocol/views.ts';
import { BEHIND_PATH, useView } from './api.ts';
import { When } from './when.tsx';

/** Nothing is recorded while it lasts, so nothing tells of it either: it is asked for, in milliseconds. */
const EVERY_MILLISECONDS = 30_000;

/** On every page while the hub lacks what others hold: what that means and who acts; what is missing, for who does. */
export function BehindNotice() {
  const { t } = useTranslation();
  const { data } = useView<{ behind: BehindView | null }>(BEHIND_PATH, [], { every: EVERY_MILLISECONDS });
  const behind = data?.behind;
  if (!behind) return null;
  return (
    <Alert
      role="status"
      showIcon
      type="warning"
      data-testid="behind"
      style={{ marginBottom: 12 }}
      title={t('behind.title')}
      description={
        <>
          <div>{t('behind.meaning')}</div>
          <div>{t(behind.missing ? 'behind.act' : 'behind.wait')}</div>
          {behind.missing && <Missing behind={behind} missing={behind.missing} />}
        </>
      }
    />
  );
}

function Missing({
  behind: { since, size, booths },
  missing: { heads, acts },
}: {
  behind: BehindView;
  missing: NonNullable<BehindView['missing']>;
}) {
  const { t } = useTranslation();
  const rows = [
    ...heads.map(({ source, size: held, root }) => ({
      key: `head ${source}`,
      source,
      holds: t('behind.head', { size: held }),
      detail: root.slice(0, 16),
    })),
    ...acts.map(({ booth, n }) => ({
      key: `acts ${booth}`,
      source: `booth/${booth}`,
      holds: t('behind.acts', { n }),
      detail: '',
    })),
  ];
  return (
    <div data-testid="behind-missing" style={{ marginTop: 8 }}>
      <Descriptions
        size="small"
        column={3}
        items={[
          { key: 'since', label: t('behind.since'), children: <When at={since} /> },
          { key: 'size', label: t('behind.size'), children: size > 0 ? size : '—' },
          { key: 'booths', label: t('behind.booths'), children: booths },
        ]}
      />
      <Table
        size="small"
        pagination={false}
        scroll={{ y: 220 }}
        dataSource={rows}
        columns={[
          { title: t('behind.source'), dataIndex: 'source' },
          { title: t('behind.holds'), dataIndex: 'holds' },
          { title: t('behind.root'), dataIndex: 'detail', render: (root: string) => <code>{root}</code> },
        ]}
      />
    </div>
  );
}
