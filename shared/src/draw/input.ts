/** The frozen inputs of the draws, and their check. */
import { type Static, Type } from 'typebox';
import { type Fault, Refusal } from '../catalogue/refusal.ts';
import { parse } from '../protocol/parse.ts';
import { closed, DrawId } from '../protocol/primitives.ts';
import { BeaconName } from './beacon.ts';

/** One line: ids become keys of the result. */
const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '^.*$' });
const Count = Type.Integer({ minimum: 0, maximum: 10_000 });

const Bounds = Type.Object({ min: Count, max: Count }, closed);

/** The beacon whose value goes into the seed, or null: there is none. Inputs of before it was named have no such field. */
const named = Type.Optional(Type.Union([Type.Null(), BeaconName]));

export const PanelInput = Type.Object(
  {
    kind: Type.Literal('panel'),
    project: Name,
    rules: Type.Literal('kawei/panel@1'),
    categories: Type.Array(Type.Object({ id: Name, count: Count }, closed), { minItems: 1, maxItems: 100 }),
    sites: Type.Array(Type.Object({ id: Name, min: Count, max: Count }, closed), {
      minItems: 1,
      maxItems: 1000,
    }),
    maxPerEmployer: Type.Integer({ minimum: 1, maximum: 10_000 }),
    reserves: Count,
    beacon: named,
    /** The draw by which the sites and their bounds were drawn; not where they were chosen. */
    sitesFrom: Type.Optional(DrawId),
    candidates: Type.Array(
      Type.Object(
        { id: Name, categories: Type.Array(Name, { maxItems: 100 }), site: Name, employer: Name },
        closed,
      ),
      { maxItems: 200_000 },
    ),
    excluded: Type.Array(Type.Object({ id: Name, reason: Type.String({ maxLength: 4000 }) }, closed), {
      maxItems: 200_000,
    }),
  },
  closed,
);
export type PanelInput = Static<typeof PanelInput>;

export const SeatsInput = Type.Object(
  {
    kind: Type.Literal('seats'),
    hall: Name,
    rules: Type.Literal('kawei/seats@1'),
    seats: Type.Array(Name, { maxItems: 10_000 }),
    adjacent: Type.Array(Type.Tuple([Name, Name]), { maxItems: 100_000 }),
    occupants: Type.Array(Type.Object({ id: Name, group: Name }, closed), { maxItems: 10_000 }),
    /** Seats of an earlier wave, with the groups of this draw where they are the same: nobody moves for a later one. */
    taken: Type.Optional(Type.Array(Type.Object({ seat: Name, group: Name }, closed), { maxItems: 10_000 })),
  },
  closed,
);
export type SeatsInput = Static<typeof SeatsInput>;

export const SitesInput = Type.Object(
  {
    kind: Type.Literal('sites'),
    project: Name,
    rules: Type.Literal('kawei/sites@1'),
    /** Sites of which one becomes the main site. */
    candidates: Type.Array(Name, { minItems: 1, maxItems: 1000 }),
    /** How many others become side sites. */
    sides: Count,
    /** How many members of the panel the main site sends, and how many each side site. */
    quotas: Type.Object({ main: Bounds, side: Bounds }, closed),
    beacon: named,
  },
  closed,
);
export type SitesInput = Static<typeof SitesInput>;

export const DrawInput = Type.Union([PanelInput, SeatsInput, SitesInput]);
export type DrawInput = Static<typeof DrawInput>;

/** Checks a draw's input, shape and sense, and gives it back typed; refuses with every fault at once. */
export function checkInput(value: unknown): DrawInput {
  const input = shapedInput(value);
  const faults = faultsOf(input);
  if (faults.length > 0) throw new Refusal('DRAW_INPUT', { count: faults.length }, faults);
  return input;
}

function shapedInput(value: unknown): DrawInput {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (kind === 'seats') return parse(SeatsInput, value);
  return kind === 'sites' ? parse(SitesInput, value) : parse(PanelInput, value);
}

function faultsOf(input: DrawInput): Fault[] {
  if (input.kind === 'seats') return seatsFaults(input);
  return input.kind === 'sites' ? sitesFaults(input) : panelFaults(input);
}

function sitesFaults({ candidates, sides, quotas }: SitesInput): Fault[] {
  const wanted = 1 + sides;
  return [
    ...repeated('candidates', candidates),
    ...(candidates.length < wanted
      ? [
          {
            code: 'DRAW_SITES_TOO_FEW',
            place: 'candidates',
            values: { wanted, sites: candidates.length },
          } as const,
        ]
      : []),
    ...(['main', 'side'] as const).flatMap((role): Fault[] =>
      quotas[role].min > quotas[role].max ? [{ code: 'DRAW_QUOTA_BOUNDS', place: `quotas.${role}` }] : [],
    ),
  ];
}

function panelFaults(input: PanelInput): Fault[] {
  const candidates = new Set(input.candidates.map((candidate) => candidate.id));
  return [
    ...repeated(
      'categories',
      input.categories.map((category) => category.id),
    ),
    ...repeated(
      'sites',
      input.sites.map((site) => site.id),
    ),
    ...repeated(
      'candidates',
      input.candidates.map((candidate) => candidate.id),
    ),
    ...repeated(
      'excluded',
      input.excluded.map((entry) => entry.id),
    ),
    ...input.excluded.flatMap((entry, index) =>
      candidates.has(entry.id) ? [] : [unknown(`excluded[${index}].id`, entry.id)],
    ),
    ...input.sites.flatMap((site, index): Fault[] =>
      site.min > site.max
        ? [{ code: 'DRAW_SITE_BOUNDS', place: `sites[${index}]`, values: { site: site.id } }]
        : [],
    ),
  ];
}

/** Adjacency describes the whole hall: a pair may name a seat that is not open. A taken seat is not open. */
function seatsFaults(input: SeatsInput): Fault[] {
  const open = new Set(input.seats);
  const taken = input.taken ?? [];
  return [
    ...repeated(
      'taken',
      taken.map((entry) => entry.seat),
    ),
    ...taken.flatMap(({ seat }, index): Fault[] =>
      open.has(seat) ? [{ code: 'DRAW_SEAT_TAKEN', place: `taken[${index}].seat`, values: { seat } }] : [],
    ),
    ...repeated('seats', input.seats),
    ...repeated(
      'occupants',
      input.occupants.map((occupant) => occupant.id),
    ),
  ];
}

function repeated(place: string, ids: readonly string[]): Fault[] {
  const seen = new Set<string>();
  return ids.flatMap((id, index): Fault[] => {
    if (seen.has(id)) return [{ code: 'DRAW_REPEATED', place: `${place}[${index}]`, values: { id } }];
    seen.add(id);
    return [];
  });
}

function unknown(place: string, id: string): Fault {
  return { code: 'DRAW_UNKNOWN', place, values: { id } };
}

/** The beacon that a frozen input names, null where it says that there is none; undefined where it says nothing. */
export function beaconIn(input: DrawInput): BeaconName | null | undefined {
  return input.kind === 'seats' ? undefined : input.beacon;
}
