/** Seats (docs/draw.md, part 3). */
import { before, J, M } from './bytes.ts';

export interface SeatsInput {
  readonly kind: 'seats';
  readonly seats: readonly string[];
  readonly adjacent: readonly (readonly [string, string])[];
  readonly occupants: readonly { readonly id: string; readonly group: string }[];
  /** Seats that earlier draws have given away. */
  readonly taken?: readonly { readonly seat: string; readonly group: string }[] | undefined;
}

type Mac = ReturnType<typeof M>;

interface Claimed {
  readonly method: string;
  readonly tries?: number;
  readonly placement: Readonly<Record<string, string>>;
}

/**
 * Whether a result is what the tries give, up to the one it names. Of another method, which only halls have where a
 * try hardly ever succeeds, no more is checked than that everybody has a seat and the rule is kept.
 */
export function isPlacementOf(input: SeatsInput, seed: string, result: unknown): boolean {
  const claimed = result as Claimed;
  const beside = neighbours(input);
  const mac = M(seed);
  if (claimed.method !== 'rejection') return isAllowed(input, claimed.placement, beside);
  const tries = claimed.tries ?? 0;
  for (let t = 0; t < tries - 1; t++) if (tryOf(input, mac, t, beside)) return false;
  const placement = tryOf(input, mac, tries - 1, beside);
  return placement !== null && J(result) === J({ method: 'rejection', tries, placement });
}

/** One try; null where two of a group came to sit side by side. */
function tryOf(
  input: SeatsInput,
  mac: Mac,
  t: number,
  beside: ReadonlyMap<string, readonly string[]>,
): Record<string, string> | null {
  const seats = [...input.seats].sort(before);
  const groupAt = new Map((input.taken ?? []).map(({ seat, group }) => [seat, group]));
  const placement: Record<string, string> = {};
  const next = numbers(mac, t);
  const occupants = [...input.occupants].sort((a, b) => before(a.id, b.id));
  for (const [k, { id, group }] of occupants.entries()) {
    const j = k + uniform(seats.length - k, next);
    const [here, there] = [seats[k] ?? '', seats[j] ?? ''];
    seats[k] = there;
    seats[j] = here;
    if (beside.get(there)?.some((seat) => groupAt.get(seat) === group)) return null;
    groupAt.set(there, group);
    placement[id] = there;
  }
  return placement;
}

function uniform(n: number, next: () => number): number {
  if (n === 1) return 0;
  const limit = Math.floor(2 ** 32 / n) * n;
  let number = next();
  while (number >= limit) number = next();
  return number % n;
}

/** The 32-bit numbers of a try, block after block. */
function numbers(mac: Mac, t: number): () => number {
  let [block, at] = [-1, 32];
  let bytes = new DataView(new ArrayBuffer(0));
  return () => {
    if (at === 32) {
      bytes = new DataView(mac(['seats', t, ++block]).slice().buffer);
      at = 0;
    }
    at += 4;
    return bytes.getUint32(at - 4);
  };
}

function neighbours({ adjacent }: SeatsInput): Map<string, string[]> {
  const beside = new Map<string, string[]>();
  for (const [a, b] of adjacent) {
    beside.set(a, [...(beside.get(a) ?? []), b]);
    beside.set(b, [...(beside.get(b) ?? []), a]);
  }
  return beside;
}

function isAllowed(
  { seats, occupants, taken = [] }: SeatsInput,
  placement: Claimed['placement'],
  beside: ReadonlyMap<string, readonly string[]>,
): boolean {
  const given = Object.values(placement);
  const groupAt = new Map(taken.map(({ seat, group }) => [seat, group]));
  for (const { id, group } of occupants) groupAt.set(placement[id] ?? '', group);
  return (
    given.length === occupants.length &&
    new Set(given).size === given.length &&
    occupants.every(({ id, group }) => {
      const seat = placement[id];
      return (
        seat !== undefined &&
        seats.includes(seat) &&
        !beside.get(seat)?.some((other) => other !== seat && groupAt.get(other) === group)
      );
    })
  );
}
