import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Menu, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VenueView } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { useSession } from '../shell/session.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { HallPanel } from './hall-panel.tsx';
import { NewHallDialog } from './new-hall-dialog.tsx';
import { NewSiteDialog } from './new-site-dialog.tsx';

/** Presence changes by time alone, so the list is read again this often, in milliseconds. */
const EVERY_MILLISECONDS = 10_000;

/** Sites, their halls and booths. The system administrator makes them; the audit administrator reads. */
export function VenuesPage() {
  const venues = useView<VenueView[]>('/api/venues', ['venues'], { every: EVERY_MILLISECONDS });
  return <ViewFrame query={venues}>{(sites) => <Venues sites={sites} />}</ViewFrame>;
}

function Venues({ sites }: { sites: readonly VenueView[] }) {
  const { t } = useTranslation('admin');
  const mayChange = useSession().session?.role === 'system-admin';
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const site = sites.find(({ id }) => id === chosen) ?? sites[0];
  const add = mayChange && (
    <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('site.new')}
    </Button>
  );
  return (
    <div className="venues">
      <Card size="small" title={t('title.venues')} extra={add} className="venues-sites">
        {sites.length === 0 && <Empty description={t('site.none')} />}
        <Menu
          selectedKeys={site ? [site.id] : []}
          onClick={({ key }) => setChosen(key)}
          items={sites.map((entry) => ({
            key: entry.id,
            label: (
              <div className="venue-entry">
                <b>{entry.name}</b>
                <small>
                  {entry.id} · {entry.city} · {counted(entry, t)}
                </small>
              </div>
            ),
          }))}
        />
      </Card>
      {site && <SitePanel key={site.id} site={site} mayChange={mayChange} />}
      {adding && <NewSiteDialog onClose={() => setAdding(false)} onDone={setChosen} />}
    </div>
  );
}

function counted(site: VenueView, t: ReturnType<typeof useTranslation<'admin'>>['t']): string {
  const booths = site.halls.reduce((sum, hall) => sum + hall.booths.length, 0);
  return t('site.halls', { halls: site.halls.length, booths });
}

function SitePanel({ site, mayChange }: { site: VenueView; mayChange: boolean }) {
  const { t } = useTranslation('admin');
  const [adding, setAdding] = useState(false);
  const add = mayChange && (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('hall.new')}
    </Button>
  );
  return (
    <Card size="small" title={`${site.name}（${site.id}）`} extra={add}>
      {site.halls.length === 0 && <Empty description={t('hall.none')} />}
      {site.halls.length > 0 && (
        <Tabs
          items={site.halls.map((hall) => ({
            key: hall.id,
            label: hall.name,
            children: <HallPanel hall={hall} site={site.id} mayChange={mayChange} />,
          }))}
        />
      )}
      {adding && <NewHallDialog site={site.id} onClose={() => setAdding(false)} />}
    </Card>
  );
}
