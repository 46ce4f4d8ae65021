import { useTranslation } from 'react-i18next';
import { seatsWords } from '#shared/draw/explain.ts';
import type { SeatsInput } from '#shared/draw/input.ts';
import type { SeatsResult } from '#shared/draw/seats/draw-seats.ts';
import { hallOfSeat } from '#shared/venues/plan.ts';
import { useSentence } from '../shell/i18n.ts';

/** The halls as the draw left them: a letter for each project, so that one sees that no neighbours share one. */
export function SeatsWalk({ input, result }: { input: SeatsInput; result: SeatsResult }) {
  const { t } = useTranslation('replay');
  const sentence = useSentence();
  const halls = Object.entries(Object.groupBy(seatsOf(input, result), ({ seat }) => hallOfSeat(seat)));
  return (
    <>
      <p>{sentence(seatsWords(input, result))}</p>
      {halls.map(([hall, seats = []]) => (
        <section key={hall}>
          <h3>{t('seats.hall', { hall })}</h3>
          <Rows seats={seats} />
        </section>
      ))}
      <p className="quiet">{t('seats.legend')}</p>
    </>
  );
}

interface DrawnSeat {
  readonly seat: string;
  /** A letter for the project; null for a free seat. */
  readonly letter: string | null;
  readonly before: boolean;
}

function seatsOf({ seats, occupants, taken = [] }: SeatsInput, { placement }: SeatsResult): DrawnSeat[] {
  const groups = [...new Set([...occupants, ...taken].map(({ group }) => group))].sort();
  const letter = (group: string) => lettersOf(groups.indexOf(group));
  const drawn = new Map(occupants.map(({ id, group }) => [placement[id] ?? '', letter(group)]));
  return [
    ...seats.map((seat) => ({ seat, letter: drawn.get(seat) ?? null, before: false })),
    ...taken.map(({ seat, group }) => ({ seat, letter: letter(group), before: true })),
  ].sort((a, b) => (a.seat < b.seat ? -1 : 1));
}

/** A, B, …, Z, AA, AB, … */
function lettersOf(n: number): string {
  const last = String.fromCharCode(65 + (n % 26));
  return n < 26 ? last : lettersOf(Math.trunc(n / 26) - 1) + last;
}

/** Seats by row, where their ids end with row and column as the hub writes them; else in one row. */
function Rows({ seats }: { seats: readonly DrawnSeat[] }) {
  const rows = Object.entries(Object.groupBy(seats, ({ seat }) => /-(\d\d)\d\d$/.exec(seat)?.[1] ?? ''));
  return (
    <div className="replay-hall" data-testid="seats">
      {rows.map(([row, inRow = []]) => (
        <div key={row} className="replay-row">
          {inRow.map(({ seat, letter, before }) => (
            <span
              key={seat}
              title={seat}
              className={letter === null ? 'replay-seat free' : 'replay-seat'}
              style={{ gridColumn: Number(/-\d\d(\d\d)$/.exec(seat)?.[1] ?? 0) || 'auto' }}
            >
              <b>{letter === null ? '·' : before ? `(${letter})` : letter}</b>
              <small>{seat.slice(-4)}</small>
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
