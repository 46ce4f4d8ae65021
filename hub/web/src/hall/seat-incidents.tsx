import { CheckCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallDeskView, SeatView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import { needsAttention, presenceIcons, troubleIcons } from './seat-marks.tsx';

interface SeatIncidentsProps {
  readonly hall: HallDeskView['halls'][number];
  onOpen(seat: string): void;
}

/** How many are shown at first: where a whole hall is off, the map must not be pushed off the screen by the list. */
const SHOWN = 16;

/** The seats that somebody has to look at, before the map of all; the gravest first. */
export function SeatIncidents({ hall, onOpen }: SeatIncidentsProps) {
  const { t } = useTranslation('hall');
  const [all, setAll] = useState(false);
  const incidents = hall.seats.filter(needsAttention).toSorted((a, b) => gravity(b) - gravity(a));
  if (incidents.length === 0) {
    return (
      <p className="incidents incidents-none">
        <CheckCircleOutlined /> {t('seat.incidents.none')}
      </p>
    );
  }
  return (
    <div className="incidents" data-testid="incidents">
      <b>
        {t('seat.incidents')} {incidents.length}
      </b>
      {incidents.slice(0, all ? incidents.length : SHOWN).map((seat) => (
        <Button key={seat.id} danger size="small" onClick={() => onOpen(seat.id)}>
          {t('seat.place', { row: seat.row, column: seat.column })} <What seat={seat} />
        </Button>
      ))}
      {incidents.length > SHOWN && (
        <Button type="link" size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('seat.incidents.fewer') : t('seat.incidents.more', { count: incidents.length - SHOWN })}
        </Button>
      )}
    </div>
  );
}

function What({ seat: { trouble, presence, lastHeardAt } }: { seat: SeatView }) {
  const { t } = useTranslation('hall');
  if (trouble) {
    return (
      <>
        {troubleIcons[trouble]} {t(`seat.trouble.${trouble}`)}
      </>
    );
  }
  return (
    <>
      {presenceIcons[presence]} {t(`seat.presence.${presence}`)}
      {lastHeardAt && (
        <>
          {' · '}
          {t('seat.heard')} <When at={lastHeardAt} style="time" zone={false} />
        </>
      )}
    </>
  );
}

function gravity({ trouble, presence }: SeatView): number {
  if (trouble === 'help') return 4;
  if (presence === 'missing') return 3;
  return trouble ? 2 : 1;
}
