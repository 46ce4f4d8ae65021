import { LockFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { HallDeskView, SeatState, SeatView } from '#shared/protocol/views.ts';
import { placeKey } from '#shared/venues/plan.ts';
import { wallsOf } from '../shell/hall-walls.ts';
import { needsAttention, presenceIcons, stateIcons, troubleIcons } from './seat-marks.tsx';

type Hall = HallDeskView['halls'][number];

interface SeatMapProps {
  readonly hall: Hall;
  onOpen(seat: string): void;
}

/** The hall as a grid of rows and columns; what is not a seat stays empty. */
export function SeatMap({ hall, onOpen }: SeatMapProps) {
  const { t } = useTranslation('hall');
  const seats = new Map(hall.seats.map((seat) => [`${seat.row}/${seat.column}`, seat]));
  const aisles = new Set(hall.aisles.map(placeKey));
  const walls = wallsOf(hall);
  const columns = range(hall.columns);
  return (
    <div className="seat-scroll">
      <div
        className={hall.columns > 12 ? 'seat-map seat-map-dense' : 'seat-map'}
        style={{
          gridTemplateRows: '24px',
          gridTemplateColumns: `44px repeat(${hall.columns}, minmax(var(--seat-width), 1fr))`,
        }}
        data-testid="seat-map"
      >
        <span />
        {columns.map((column) => (
          <span key={column} className="seat-axis">
            {column}
          </span>
        ))}
        {range(hall.rows).map((row) => [
          <span key={row} className="seat-axis">
            {t('seat.row', { row })}
          </span>,
          ...columns.map((column) => {
            const seat = seats.get(`${row}/${column}`);
            if (seat) return <Seat key={seat.id} seat={seat} walls={walls([row, column])} onOpen={onOpen} />;
            const kind = aisles.has(`${row}/${column}`) ? 'seat-aisle' : 'seat-void';
            return <span key={`${row}/${column}`} className={kind + walls([row, column])} />;
          }),
        ])}
      </div>
    </div>
  );
}

interface SeatProps {
  readonly seat: SeatView;
  readonly walls: string;
  onOpen(seat: string): void;
}

function Seat({ seat, walls, onOpen }: SeatProps) {
  const { t } = useTranslation('hall');
  const { id, row, column, state, presence, pending, trouble } = seat;
  const classes = ['seat', `seat-${state}`, needsAttention(seat) ? 'seat-attention' : ''].join(' ') + walls;
  return (
    <button
      type="button"
      className={classes}
      onClick={() => onOpen(id)}
      data-testid={`seat-${id}`}
      data-state={state}
      data-presence={presence}
    >
      <span className="seat-head">
        <b>
          {row}-{String(column).padStart(2, '0')}
        </b>
        {seat.booth && (
          <span className={`seat-presence presence-${presence}`} title={t(`seat.presence.${presence}`)}>
            {presenceIcons[presence]}
          </span>
        )}
      </span>
      <span className="seat-state">
        {stateIcons[state]} {t(`seat.state.${state}`)}
      </span>
      <span className="seat-marks">
        {seat.lock && (
          <em>
            <LockFilled /> {t('seat.locked')}
          </em>
        )}
        {trouble && (
          <em>
            {troubleIcons[trouble]} {t(`seat.trouble.${trouble}`)}
          </em>
        )}
        {!trouble && seat.booth && presence !== 'present' && (
          <span className={`presence-${presence}`}>{t(`seat.presence.${presence}`)}</span>
        )}
        {seat.pausedAt && <span>{t('seat.paused')}</span>}
        {pending > 0 && <span>{t('seat.pending', { count: pending })}</span>}
      </span>
    </button>
  );
}

const states: readonly SeatState[] = ['free', 'taken', 'admitted', 'left', 'failed', 'closed'];

export function SeatLegend() {
  const { t } = useTranslation('hall');
  return (
    <div className="seat-legend">
      {t('seat.legend')}
      {states.map((state) => (
        <span key={state} className={`seat seat-chip seat-${state}`}>
          {stateIcons[state]} {t(`seat.state.${state}`)}
        </span>
      ))}
      {(['present', 'suspect', 'missing', 'closed', 'never'] as const).map((presence) => (
        <span key={presence} className={`presence-${presence}`}>
          {presenceIcons[presence]} {t(`seat.presence.${presence}`)}
        </span>
      ))}
    </div>
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
