/** How often honest marks look so strong: thresholds for each shape of panel, from clean projects drawn of a history. */
import { type Static, Type } from 'typebox';
import { closed } from '../protocol/primitives.ts';
import type { Table } from './marks.ts';
import { at } from './normal.ts';
import { oddsOf } from './odds.ts';
import type { SpreadCurve } from './spread.ts';

/** The shares of honest marks whose strength is kept. */
export const SHARES = [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;

/** For one shape, the log odds of strength that this share of honest marks reaches. */
export const Tails = Type.Array(
  Type.Object(
    {
      experts: Type.Integer({ minimum: 3, maximum: 1000 }),
      bidders: Type.Integer({ minimum: 2, maximum: 1000 }),
      reached: Type.Array(Type.Number(), { minItems: SHARES.length, maxItems: SHARES.length }),
    },
    closed,
  ),
  { minItems: 1, maxItems: 400 },
);
export type Tails = Static<typeof Tails>;

const EXPERTS = [3, 4, 5, 6, 7, 9, 11, 13];
const BIDDERS = [2, 3, 4, 5, 6, 8, 12, 20];
const CELLS = 16_000;
/** Fewer projects than this say nothing about what is rare. */
const PROJECTS = 8;

/** The log odds of a strength, kept finite. */
export function logit(strength: number): number {
  return Math.log(Math.max(1e-12, strength) / Math.max(1e-12, 1 - strength));
}

/** Numbers of 0 to 1 from a seed, the same on every machine (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A project of a history, and the spread its marks are judged by. */
export interface Honest {
  readonly table: Table;
  readonly curve: SpreadCurve;
}

/**
 * Learns the tails of a history of honest marks: for each shape, projects of it are drawn out of larger ones, and their
 * strengths ranked. `partners` as in oddsOf. Empty where the history has no shape often enough.
 */
export function learnTails(history: readonly Honest[], partners: boolean): Tails {
  const tails: Tails = [];
  const next = numbersFrom(20261126);
  for (const experts of EXPERTS) {
    for (const bidders of BIDDERS) {
      const large = history.filter(({ table }) => table.experts >= experts && table.bidders >= bidders);
      if (large.length < PROJECTS) continue;
      const strengths: Float64Array[] = [];
      // Few small projects hold so few marks that drawing them again and again would say nothing new.
      const wanted = Math.min(
        CELLS,
        10 * large.reduce((sum, { table }) => sum + table.experts * table.bidders, 0),
      );
      for (let cells = 0; cells < wanted; cells += experts * bidders) {
        const { table, curve } = large[Math.floor(next() * large.length)] as Honest;
        strengths.push(oddsOf(drawnFrom(table, experts, bidders, next), curve, partners).strength);
      }
      const all = new Float64Array(strengths.length * experts * bidders);
      for (const [index, some] of strengths.entries()) all.set(some, index * experts * bidders);
      all.sort();
      const reached = SHARES.map((share) => {
        const place = Math.min(all.length - 1, Math.floor((1 - share) * all.length));
        return Number(logit(at(all, place)).toFixed(4));
      });
      tails.push({ experts, bidders, reached });
    }
  }
  return tails;
}

function drawnFrom(table: Table, experts: number, bidders: number, next: () => number): Table {
  const columns = someOf(table.experts, experts, next);
  const rows = someOf(table.bidders, bidders, next);
  const values = new Float64Array(experts * bidders);
  let i = 0;
  for (const row of rows)
    for (const column of columns) values[i++] = at(table.values, row * table.experts + column);
  return { bidders, experts, values };
}

/** `count` of 0 … `of` − 1, in random order. */
function someOf(of: number, count: number, next: () => number): number[] {
  const all = Array.from({ length: of }, (_, index) => index);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(next() * (of - i));
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  return all.slice(0, count);
}

/** The tail of one shape: between the shapes of the history in proportion of their logarithms, beyond them the nearest. */
export function tailOf(tails: Tails, experts: number, bidders: number): readonly number[] {
  const rows = [...new Set(tails.map((tail) => tail.experts))].sort((a, b) => a - b);
  const [low, high, part] = between(rows, experts);
  const one = alongBidders(tails, low, bidders);
  const other = low === high ? one : alongBidders(tails, high, bidders);
  return one.map((value, index) => value + part * ((other[index] ?? value) - value));
}

function alongBidders(tails: Tails, experts: number, bidders: number): readonly number[] {
  const row = tails.filter((tail) => tail.experts === experts);
  const sizes = row.map((tail) => tail.bidders).sort((a, b) => a - b);
  const [low, high, part] = between(sizes, bidders);
  const of = (size: number) => row.find((tail) => tail.bidders === size)?.reached ?? [];
  return of(low).map((value, index) => value + part * ((of(high)[index] ?? value) - value));
}

/** The two of these sizes around one, and how far it is from the lower, on a logarithmic scale. */
function between(sizes: readonly number[], size: number): [number, number, number] {
  const low = sizes.findLast((one) => one <= size) ?? sizes[0] ?? size;
  const high = sizes.find((one) => one >= size) ?? sizes.at(-1) ?? size;
  return [low, high, high > low ? Math.log(size / low) / Math.log(high / low) : 0];
}

/** The share of honest marks at least so strong, by its tail; never below the smallest share the history can tell. */
export function honestShare(tail: readonly number[], strength: number): number {
  const odds = logit(strength);
  if (odds < at(tail, 0)) return 1;
  const last = SHARES.length - 1;
  if (odds >= at(tail, last)) return at(SHARES, last);
  let i = 1;
  while (odds >= at(tail, i)) i++;
  const [left, right] = [at(tail, i - 1), at(tail, i)];
  const part = right > left ? (odds - left) / (right - left) : 0;
  const [from, to] = [Math.log(at(SHARES, i - 1)), Math.log(at(SHARES, i))];
  return Math.exp(from + part * (to - from));
}

/**
 * The log odds from which a mark is flagged, at a stated share of false alarms. Beyond the smallest share the history
 * can tell, odds t times as high are taken to be reached by one in t of those honest marks: chance does no more.
 */
export function thresholdOf(tail: readonly number[], falseAlarm: number): number {
  const last = SHARES.length - 1;
  if (falseAlarm >= at(SHARES, 0)) return at(tail, 0);
  if (falseAlarm <= at(SHARES, last)) return at(tail, last) + Math.log(at(SHARES, last) / falseAlarm);
  let i = 1;
  while (at(SHARES, i) > falseAlarm) i++;
  const part = Math.log(falseAlarm / at(SHARES, i - 1)) / Math.log(at(SHARES, i) / at(SHARES, i - 1));
  return at(tail, i - 1) + part * (at(tail, i) - at(tail, i - 1));
}
