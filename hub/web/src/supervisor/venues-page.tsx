import { Space, Table, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Presence, VenueView } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { HallMap } from './hall-map.tsx';
import { PRESENCE_MILLISECONDS } from './use-venues.ts';
import '../projects/projects.css';
import './supervisor.css';

/** Every site with the presence of its booths; those with trouble first, and opened. */
export function VenuesPage() {
  const { t } = useTranslation('supervisor');
  const query = useView<VenueView[]>('/api/venues', ['venues'], { every: PRESENCE_MILLISECONDS });
  return (
    <>
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t('title.venues')}
        </Typography.Title>
        {query.data && (
          <span className="quiet">
            {t('venues.totals', {
              sites: query.data.length,
              booths: query.data.reduce((sum, site) => sum + boothsOf(site).length, 0),
            })}
          </span>
        )}
      </div>
      <ViewFrame query={query}>{(sites) => <Sites sites={sites} />}</ViewFrame>
    </>
  );
}

const boothsOf = (site: VenueView) => site.halls.flatMap((hall) => hall.booths);
const count = (site: VenueView, presence: Presence) =>
  boothsOf(site).filter((booth) => booth.presence === presence).length;
const troubleOf = (site: VenueView) => count(site, 'missing') * 1000 + count(site, 'suspect');

function Sites({ sites }: { sites: readonly VenueView[] }) {
  const { t } = useTranslation('supervisor');
  const sorted = [...sites].sort((a, b) => troubleOf(b) - troubleOf(a));
  // A province's sites are too many to be opened all at once.
  const opened = sorted.length <= 4 ? sorted : sorted.filter((site) => troubleOf(site) > 0);
  return (
    <Table<VenueView>
      key={sites.length}
      rowKey="id"
      dataSource={sorted}
      pagination={{ pageSize: 30, hideOnSinglePage: true }}
      locale={{ emptyText: t('venues.none') }}
      data-testid="venues"
      expandable={{
        defaultExpandedRowKeys: opened.map((site) => site.id),
        expandedRowRender: (site) => (
          <div className="halls">
            {site.halls.map((hall) => (
              <HallMap key={hall.id} hall={hall} />
            ))}
          </div>
        ),
      }}
      columns={[
        {
          title: t('venues.site'),
          dataIndex: 'name',
          render: (name: string, { id }) => (
            <>
              <strong>{name}</strong> <span className="quiet">{id}</span>
            </>
          ),
        },
        { title: t('venues.city'), dataIndex: 'city' },
        {
          title: t('venues.halls'),
          key: 'halls',
          render: (_, { halls }) => t('venues.halls.value', { count: halls.length }),
        },
        {
          title: t('venues.booths'),
          key: 'booths',
          render: (_, site) => t('venues.booths.value', { count: boothsOf(site).length }),
        },
        { title: t('venues.presence'), key: 'presence', render: (_, site) => <Presences site={site} /> },
      ]}
    />
  );
}

const colours = {
  missing: 'red',
  suspect: 'orange',
  present: 'green',
  closed: 'default',
  never: 'default',
} as const;

function Presences({ site }: { site: VenueView }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  const tags = (['missing', 'suspect', 'present', 'closed', 'never'] as const).map((presence) => {
    const number = count(site, presence);
    if (number === 0) return null;
    return (
      <Tag key={presence} color={colours[presence]}>
        {t('venues.count', { count: number, word: t(`projects:presence.${presence}`) })}
      </Tag>
    );
  });
  return <Space wrap>{tags}</Space>;
}
