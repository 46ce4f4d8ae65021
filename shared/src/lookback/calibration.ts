/** `kawei/calibration@1`: what a history of honest marks has taught, and what is carried over of pairs. */
import { type Static, Type } from 'typebox';
import { parse } from '../protocol/parse.ts';
import { closed } from '../protocol/primitives.ts';
import { SpreadCurve } from './spread.ts';
import { Tails } from './tails.ts';

const Name = Type.String({ minLength: 1, maxLength: 400 });
const Count = Type.Integer({ minimum: 0 });
const Real = Type.Number();
const Positive = Type.Number({ minimum: 0 });

/** What is known of one scope: the sums of subjective items, or single items. */
const Learned = Type.Object({ spread: SpreadCurve, tails: Tails }, closed);
export type Learned = Static<typeof Learned>;

/** What was met: places of who and of the party in their lists, projects, Σ U, Σ I, Σ U²/I (docs/lookback.md). */
const Met = Type.Tuple([Count, Count, Count, Real, Positive, Positive]);
const Meetings = Type.Object(
  { who: Type.Array(Name), parties: Type.Array(Name), met: Type.Array(Met) },
  closed,
);
export type Meetings = Static<typeof Meetings>;

export const Calibration = Type.Object(
  {
    format: Type.Literal('kawei/calibration@1'),
    /** Where it comes from, for people. */
    source: Type.String({ maxLength: 1000 }),
    projects: Count,
    marks: Count,
    totals: Learned,
    /** Any single item, on a scale of 0 to 100. */
    items: Learned,
    /** Sets of items whose weights were learned: the set as `itemsKey` names it, weights in the order of its ids. */
    weights: Type.Array(
      Type.Object(
        {
          items: Type.String(),
          weights: Type.Array(Type.Number({ minimum: 0, maximum: 1 }), { minItems: 1 }),
          /** The spread of each item, and the step of its marks in thousandths where all had one. */
          spreads: Type.Array(SpreadCurve),
          steps: Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
        },
        closed,
      ),
    ),
    pairs: Type.Object(
      {
        /** Standard deviation of honest pairs' statistics; 1 would be as theory has it. */
        scale: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
        /** Each expert's marks, and the sum of their squared residuals. */
        experts: Type.Array(Type.Tuple([Name, Count, Positive])),
        byExpert: Meetings,
        byAffiliation: Meetings,
      },
      closed,
    ),
  },
  closed,
);
export type Calibration = Static<typeof Calibration>;

/** Checks a calibration read from a file. Refuses INPUT_INVALID with every place that does not fit. */
export function checkCalibration(value: unknown): Calibration {
  return parse(Calibration, value);
}
