import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BoothRow, Presence, VenueView } from '#shared/protocol/views.ts';
import { placeKey } from '#shared/venues/plan.ts';
import { wallsOf } from '../shell/hall-walls.ts';
import { useLanguage } from '../shell/i18n.ts';
import { formatWhen } from '../shell/when.tsx';

type Hall = VenueView['halls'][number];

/** A shape for each presence beside its colour. */
const shapes: Readonly<Record<Presence, string>> = {
  present: '●',
  suspect: '◐',
  missing: '✕',
  closed: '○',
  never: '–',
};

/** The seats of a hall in their places, with the presence of the booth at each. */
export function HallMap({ hall }: { hall: Hall }) {
  const { t } = useTranslation(['supervisor', 'projects']);
  const boothAt = new Map(hall.booths.map((booth) => [placeOf(booth.seat), booth]));
  const closed = new Set(hall.closed.map(placeKey));
  const aisles = new Set(hall.aisles.map(placeKey));
  const walls = wallsOf(hall);
  const places = Array.from({ length: hall.rows * hall.columns }, (_, at) => ({
    row: Math.floor(at / hall.columns) + 1,
    column: (at % hall.columns) + 1,
  }));
  return (
    <section className="hall-map">
      <h4>{hall.name}</h4>
      <div className="hall-grid" style={{ gridTemplateColumns: `repeat(${hall.columns}, 34px)` }}>
        {places.map(({ row, column }) => (
          <Place
            key={`${row}/${column}`}
            label={t('venues.seat', { row, column })}
            kind={
              aisles.has(placeKey([row, column]))
                ? 'aisle'
                : closed.has(placeKey([row, column]))
                  ? 'closed'
                  : 'seat'
            }
            walls={walls([row, column])}
            booth={boothAt.get(`${row}/${column}`)}
          />
        ))}
      </div>
      <div className="hall-legend quiet">
        {(Object.keys(shapes) as Presence[]).map((presence) => (
          <span key={presence} className="nowrap">
            {shapes[presence]} {t(`projects:presence.${presence}`)}
          </span>
        ))}
      </div>
      <Troubled hall={hall} />
    </section>
  );
}

/** The booths one has to look at, in words: a picture is not enough to call a site by. */
function Troubled({ hall }: { hall: Hall }) {
  const wordsOf = useBoothWords();
  const troubled = hall.booths.filter(({ presence }) => presence === 'missing' || presence === 'suspect');
  return troubled.map((booth) => (
    <div key={booth.id} className={`hall-trouble ${booth.presence}`}>
      {shapes[booth.presence]} {wordsOf(booth)}
    </div>
  ));
}

/** A booth in words: its place, its id, its presence and when it was last heard. */
function useBoothWords(): (booth: BoothRow) => string {
  const { t } = useTranslation(['supervisor', 'projects']);
  const language = useLanguage();
  return ({ id, seat, presence, lastHeardAt }) => {
    const [row, column] = placeOf(seat).split('/');
    const heard =
      lastHeardAt === null
        ? t('projects:heard.never')
        : t('projects:heard', { time: formatWhen(lastHeardAt, language, 'full', false) });
    return [t('venues.seat', { row, column }), id, t(`projects:presence.${presence}`), heard].join(' · ');
  };
}

/** A seat's id ends with its row and column, two digits each. */
function placeOf(seat: string): string {
  const [, row, column] = /(\d{2})(\d{2})$/.exec(seat) ?? [];
  return `${Number(row)}/${Number(column)}`;
}

interface PlaceProps {
  readonly label: string;
  readonly kind: 'seat' | 'closed' | 'aisle';
  readonly walls: string;
  readonly booth: BoothRow | undefined;
}

function Place({ label, kind, walls, booth }: PlaceProps) {
  const { t } = useTranslation('supervisor');
  const wordsOf = useBoothWords();
  if (kind !== 'seat')
    return (
      <span className={`hall-place ${kind}-place${walls}`} title={`${label} · ${t(`venues.${kind}`)}`} />
    );
  if (!booth)
    return <span className={`hall-place empty${walls}`} title={`${label} · ${t('venues.empty')}`} />;
  const words = wordsOf(booth);
  return (
    <Tooltip title={words}>
      <span
        className={`hall-place ${booth.presence}${walls}`}
        role="img"
        aria-label={words}
        data-presence={booth.presence}
      >
        {shapes[booth.presence]}
      </span>
    </Tooltip>
  );
}
