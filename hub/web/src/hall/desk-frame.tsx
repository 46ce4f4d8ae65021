import { ClockCircleFilled, KeyOutlined, SyncOutlined, WarningOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { useSigningKey } from '../site-keys/use-signing-key.ts';
import { useScans, useSendingScans } from './check-in/use-scan-line.ts';
import { type Ceremony, useCeremonies } from './use-ceremonies.ts';
import './check-in.css';
import './hall.css';
import './slip.css';
import './seats.css';

/** Presence of booths changes by time alone, so the desk is read again this often, in milliseconds. */
const EVERY_MILLISECONDS = 5_000;

interface DeskFrameProps {
  readonly children: (desk: HallDeskView, ceremonies: readonly Ceremony[]) => ReactNode;
}

/** What every page of the desk has: the day's view, the part in draws, and what waits for somebody. */
export function DeskFrame({ children }: DeskFrameProps) {
  const desk = useView<HallDeskView>('/api/hall', ['hall', 'alerts', 'draws'], { every: EVERY_MILLISECONDS });
  const ceremonies = useCeremonies();
  return (
    <ViewFrame query={desk}>
      {(view) => (
        <>
          <Waiting desk={view} ceremonies={ceremonies} />
          {children(view, ceremonies)}
        </>
      )}
    </ViewFrame>
  );
}

/** Draws under way and open alerts, in one line each, on the pages that do not show them. */
function Waiting({ desk, ceremonies }: { desk: HallDeskView; ceremonies: readonly Ceremony[] }) {
  const { t } = useTranslation(['hall', 'keys']);
  const { standing } = useSigningKey();
  const keyless = standing !== 'ready' && standing !== 'unknown';
  const { pathname } = useLocation();
  const running = ceremonies.filter(({ step }) => step !== 'over').length;
  const { waiting, refused, unreached } = useScans(desk.site.id).state;
  const open = desk.alerts.filter((alert) => alert.state === 'open').length;
  useSendingScans(desk.site.id);
  return (
    <>
      {pathname !== '/desk' && ((unreached && waiting.length > 0) || refused.length > 0) && (
        <Alert
          banner
          className="desk-line"
          type="warning"
          icon={<ClockCircleFilled />}
          title={t('scans.line', { waiting: unreached ? waiting.length : 0, refused: refused.length })}
          action={<Link to="/desk">{t('draw.look')}</Link>}
        />
      )}
      {keyless && pathname !== '/site-keys' && (
        <Alert
          banner
          className="desk-line"
          type="warning"
          icon={<KeyOutlined />}
          title={t('draw.keyless')}
          action={<Link to="/site-keys">{t('keys:register')}</Link>}
        />
      )}
      {running > 0 && pathname !== '/draws' && (
        <Alert
          banner
          className="desk-line"
          type="info"
          icon={<SyncOutlined spin />}
          title={t('draw.running', { count: running })}
          action={<Link to="/draws">{t('draw.look')}</Link>}
        />
      )}
      {open > 0 && pathname !== '/alerts' && (
        <Alert
          banner
          className="desk-line"
          type="warning"
          icon={<WarningOutlined />}
          title={t('alert.waiting', { count: open })}
          action={<Link to="/alerts">{t('draw.look')}</Link>}
        />
      )}
    </>
  );
}
