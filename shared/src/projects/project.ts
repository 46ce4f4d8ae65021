/** A project as it is entered and frozen, `kawei/project@1`: what is tendered and how it is scored. */
import { type Static, Type } from 'typebox';
import { type Fault, Refusal } from '../catalogue/refusal.ts';
import type { RefusalCode } from '../catalogue/refusals/index.ts';
import { fits, formFaults } from '../protocol/parse.ts';
import { closed, Id, Line, Thousandths, written } from '../protocol/primitives.ts';
import { partyCodeValid } from './party-code.ts';

export const Item = Type.Object(
  {
    id: Id,
    section: Type.Union([Type.Literal('technical'), Type.Literal('commercial')]),
    title: Line,
    /** Most points, and the step between marks, in thousandths of a point. */
    max: Thousandths,
    step: Thousandths,
    kind: Type.Union([Type.Literal('subjective'), Type.Literal('objective')]),
    guide: Type.Optional(written(0, 2000)),
  },
  closed,
);
export type Item = Static<typeof Item>;

export const PriceFormula = Type.Union([
  Type.Object({ kind: Type.Literal('lowest-first') }, closed),
  Type.Object(
    {
      kind: Type.Literal('benchmark-mean'),
      trim: Type.Union([Type.Literal('auto'), Type.Literal('none')]),
      /** Thousandths of the mean: 1000 is the mean itself. */
      factor: Type.Integer({ minimum: 1, maximum: 10_000 }),
      /** Thousandths of a point lost for each percent above or below the benchmark. */
      perPercentAbove: Thousandths,
      perPercentBelow: Thousandths,
      floor: Thousandths,
    },
    closed,
  ),
]);
export type PriceFormula = Static<typeof PriceFormula>;

const Decimals = Type.Integer({ minimum: 0, maximum: 3 });

export const Price = Type.Object({ max: Thousandths, decimals: Decimals, formula: PriceFormula }, closed);
export type Price = Static<typeof Price>;

export const Aggregation = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('mean'),
      Type.Literal('trimmed-mean'),
      Type.Literal('strike-widest-then-trim'),
    ]),
    decimals: Decimals,
  },
  closed,
);
export type Aggregation = Static<typeof Aggregation>;

export const Bidder = Type.Object(
  {
    id: Id,
    name: Line,
    /** 统一社会信用代码 of the bidder's owner. */
    party: written(1, 64),
    /** Fen. */
    price: Type.Integer({ minimum: 1, maximum: 9_000_000_000_000_000 }),
  },
  closed,
);
export type Bidder = Static<typeof Bidder>;

export const Project = Type.Object(
  {
    format: Type.Literal('kawei/project@1'),
    id: Id,
    title: Line,
    regime: Type.Union([Type.Literal('bidding'), Type.Literal('procurement')]),
    tenderer: Type.Optional(Line),
    agency: Type.Optional(Line),
    items: Type.Array(Item, { minItems: 1, maxItems: 200 }),
    price: Price,
    aggregation: Aggregation,
    bidders: Type.Array(Bidder, { minItems: 1, maxItems: 200 }),
    panel: Type.Object(
      {
        categories: Type.Array(
          Type.Object(
            { id: Id, count: Type.Integer({ minimum: 1, maximum: 99 }), title: Type.Optional(Line) },
            closed,
          ),
          { maxItems: 50 },
        ),
        sites: Type.Array(
          Type.Object(
            {
              id: Id,
              min: Type.Integer({ minimum: 0, maximum: 99 }),
              max: Type.Integer({ minimum: 0, maximum: 99 }),
            },
            closed,
          ),
          { maxItems: 100 },
        ),
        maxPerEmployer: Type.Integer({ minimum: 1, maximum: 99 }),
        reserves: Type.Integer({ minimum: 0, maximum: 99 }),
      },
      closed,
    ),
    lookback: Type.Object(
      {
        percent: Type.Integer({ minimum: 1, maximum: 100 }),
        basis: Type.Union([Type.Literal('all'), Type.Literal('others'), Type.Literal('median')]),
        falseAlarm: Type.Number({ exclusiveMinimum: 0, maximum: 0.5 }),
        /** What the tender's rules make of a flagged mark (docs/lookback.md); `explain` where nothing is said. */
        consequence: Type.Optional(
          Type.Union([
            Type.Literal('explain'), // kept with a written explanation
            Type.Literal('note'), // as before, and the report notes it
            Type.Literal('vote'), // the panel votes; refused a reason, the others' mean counts (重庆条例 32)
            Type.Literal('strike'), // struck from the mean, which those inside make (机电产品国际招标)
          ]),
        ),
        /** For each step of a flag: to answer it, to vote on it, to look at the answer. No limit where absent. */
        minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
        /** Whether a supervisor looks at each explanation before its flag is closed; `none` where nothing is said. */
        review: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('supervisor')])),
      },
      closed,
    ),
  },
  closed,
);
export type Project = Static<typeof Project>;

/** One part of a project, and what may be wrong with it though its form is right. */
interface Sense {
  readonly field: 'items' | 'bidders' | 'panel' | 'lookback';
  faults(project: Project): readonly Fault[];
}

const scored: readonly Sense[] = [
  { field: 'items', faults: itemFaults },
  { field: 'bidders', faults: bidderFaults },
  { field: 'lookback', faults: lookbackFaults },
];
const evaluated: readonly Sense[] = [
  ...scored,
  { field: 'bidders', faults: competitionFaults },
  { field: 'panel', faults: panelFaults },
];

/**
 * The project if nothing is wrong with it, else a Refusal that lists every fault at once, of form and of sense.
 * What a panel needs (five or more, an odd number: 招标投标法 art. 37) is asked only by
 * {@link checkForEvaluation}: scoring alone needs no panel.
 */
export function checkProject(value: unknown): Project {
  return check(value, scored);
}

/** As {@link checkProject}, and ready to be evaluated: with a lawful panel and three bidders or more. */
export function checkForEvaluation(value: unknown): Project {
  return check(value, evaluated);
}

function check(value: unknown, senses: readonly Sense[]): Project {
  const form = formFaults(Project, value);
  const fields = Project.properties;
  // A part of the right form is looked at even where another is not: nobody should have to send it twice.
  const sense = senses.flatMap(({ field, faults }) =>
    fits(fields[field], (value as Partial<Project> | null)?.[field]) ? faults(value as Project) : [],
  );
  if (form.count > 0) {
    throw new Refusal('INPUT_INVALID', { count: form.count + sense.length }, [...form.listed, ...sense]);
  }
  if (sense.length > 0) throw new Refusal('PROJECT_INVALID', { count: sense.length }, sense);
  return value as Project;
}

/** What looks wrong and is allowed with a reason: some real codes fail the check digit of GB 32100. */
export function projectWarnings(project: Project): Fault[] {
  return project.bidders.flatMap((bidder, index) =>
    partyCodeValid(bidder.party)
      ? []
      : [fault('PARTY_CODE', `bidders[${index}].party`, { code: bidder.party })],
  );
}

function itemFaults({ items }: Project): Fault[] {
  return [
    ...repeated('items', items),
    ...items.flatMap((item, index): Fault[] => {
      const place = `items[${index}]`;
      if (item.max < 1) return [fault('ITEM_MAX', `${place}.max`, { item: item.id })];
      if (item.step < 1 || item.max % item.step !== 0)
        return [fault('ITEM_STEP', `${place}.step`, { item: item.id })];
      return [];
    }),
  ];
}

function bidderFaults({ bidders }: Project): Fault[] {
  return repeated('bidders', bidders);
}

function competitionFaults({ bidders }: Project): Fault[] {
  return bidders.length < 3 ? [fault('BIDDERS_TOO_FEW', 'bidders', { count: bidders.length })] : [];
}

/** Struck marks are defined by the plain mean of all, at the end: neither trimming nor a review in between fits them. */
function lookbackFaults({ lookback, aggregation }: Project): Fault[] {
  const { consequence, basis, review } = lookback;
  if (consequence !== 'strike') return [];
  const plain = (aggregation as Partial<Project['aggregation']> | null)?.kind === 'mean';
  if (plain && basis === 'all' && review !== 'supervisor') return [];
  return [fault('LOOKBACK_STRIKE', 'lookback.consequence', {})];
}

function panelFaults({ panel }: Project): Fault[] {
  const size = panel.categories.reduce((sum, category) => sum + category.count, 0);
  const faults: Fault[] = [
    ...repeated('panel.categories', panel.categories),
    ...repeated('panel.sites', panel.sites),
  ];
  if (size < 5 || size % 2 === 0) faults.push(fault('PANEL_SIZE', 'panel.categories', { size }));
  for (const [index, { id, min, max }] of panel.sites.entries()) {
    if (min > max) faults.push(fault('PANEL_SITE_BOUNDS', `panel.sites[${index}]`, { site: id }));
  }
  const least = panel.sites.reduce((sum, site) => sum + site.min, 0);
  const most = panel.sites.reduce((sum, site) => sum + site.max, 0);
  if (least > size || most < size) faults.push(fault('PANEL_SITES', 'panel.sites', { size, least, most }));
  return faults;
}

function repeated(place: string, entries: readonly { readonly id: string }[]): Fault[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    if (seen.has(id)) return [fault('ID_REPEATED', `${place}[${index}].id`, { id })];
    seen.add(id);
    return [];
  });
}

function fault(code: RefusalCode, place: string, values: Record<string, string | number>): Fault {
  return { code, place, values };
}
