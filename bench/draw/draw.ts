/** What the draws cost: one panel of a large pool, the seats of a hall, a day's batch beside an exact solver. */
import { loadSolver } from '#hub/draws/solver.ts';
import { bytesOfHex, canonicalBytes, digestOf, hmacUnder } from '#shared/canonical/index.ts';
import { Batch } from '#shared/draw/batch/batch.ts';
import { planExactly } from '#shared/draw/batch/exact.ts';
import { placesShort, planByAugmenting } from '#shared/draw/batch/plan.ts';
import { type BatchRequest, inDrawOrder } from '#shared/draw/batch/requests.ts';
import type { PanelInput, SeatsInput } from '#shared/draw/input.ts';
import { drawPanel } from '#shared/draw/panel.ts';
import { drawSeats } from '#shared/draw/seats/draw-seats.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import { runDraw } from '#shared/draw/transcript.ts';
import { medians } from '../statistics.ts';
import { plainSeats, sampleModel } from './plain.ts';
import { makeDay, makeExperts } from './workload.ts';

export interface DrawSize {
  readonly pool: number;
  readonly projects: number;
  readonly experts: number;
  readonly scarce: number;
  /** Seconds the exact solver may take for the scarce pool. */
  readonly patience: number;
  /** Seat draws in a row. */
  readonly seatDraws: number;
}

export const drawSizes: Record<'full' | 'small', DrawSize> = {
  full: { pool: 80_000, projects: 500, experts: 10_000, scarce: 1500, patience: 60, seatDraws: 40 },
  small: { pool: 500, projects: 8, experts: 600, scarce: 40, patience: 1, seatDraws: 1 },
};

/** Milliseconds of CPU time; places are members wanted that nobody was drawn for. */
export type DrawFigures = Record<
  | 'hmacPass'
  | 'panel'
  | 'panelToPass'
  | 'plainSeats'
  | 'seats'
  | 'seatsToPlain'
  | 'plan'
  | 'batch'
  | 'solver'
  | 'batchToSolver'
  | 'batchShort'
  | 'augmentingShort'
  | `${'scarce' | 'tight'}${'Wanted' | 'Short' | 'AugmentingShort' | 'Least'}`
  | 'scarceToLeast',
  number
>;

export interface DrawResult {
  readonly bench: 'draw';
  readonly rounds: number;
  readonly size: DrawSize;
  readonly figures: DrawFigures;
}

export async function draw(
  options: DrawSize & { readonly rounds: number; readonly tell: (line: string) => void },
): Promise<DrawResult> {
  const { rounds: count, tell, ...size } = options;
  const rounds: DrawFigures[] = [];
  tell(`two days with few experts: the exact solver has ${size.patience} s for each`);
  const few = await fewExperts(size);
  for (let n = 1; n <= count; n++) {
    const figures = { ...onePanel(size), ...hallOfSeats(size, n), ...(await wholeDay(size)), ...few };
    rounds.push(figures);
    tell(`round ${n}: ${JSON.stringify(figures)}`);
  }
  return { bench: 'draw', rounds: count, size, figures: medians(rounds) };
}

function onePanel({ pool }: DrawSize) {
  const cities = 20;
  const input: PanelInput = {
    kind: 'panel',
    project: 'P',
    rules: 'kawei/panel@1',
    categories: ['k0', 'k1', 'k2'].map((id) => ({ id, count: 3 })),
    sites: Array.from({ length: cities }, (_, at) => ({ id: `city${at}`, min: at < 4 ? 1 : 0, max: 2 })),
    maxPerEmployer: 1,
    reserves: 5,
    candidates: makeExperts({ experts: pool, cities }),
    excluded: [],
  };
  const seed = digestOf('bench');
  const mac = hmacUnder(bytesOfHex(seed));
  const hmacPass = cpu(() => {
    for (const { id } of input.candidates) mac(canonicalBytes(['ticket', id]));
  });
  const panel = cpu(() => drawPanel(input, seed));
  return { hmacPass, panel, panelToPass: panel / hmacPass };
}

/** A hall of 10 × 12 with eight groups of nine; the same seeds for both, so the same tries. */
function hallOfSeats({ seatDraws }: DrawSize, round: number) {
  const input = hall(10, 12, 8, 9);
  const seeds = Array.from({ length: seatDraws }, (_, n) => digestOf(['bench', round, n]));
  let tries = 0;
  const plain = cpu(() => {
    for (const seed of seeds) tries += plainSeats(input, bytesOfHex(seed));
  });
  const seats = cpu(() => {
    for (const seed of seeds) tries -= drawSeats(input, seed).tries;
  });
  if (tries !== 0) throw new Error('the two loops disagree');
  return { plainSeats: plain / seatDraws, seats: seats / seatDraws, seatsToPlain: seats / plain };
}

function hall(rows: number, columns: number, groups: number, members: number): SeatsInput {
  const seat = (row: number, column: number) =>
    `${String(row).padStart(2, '0')}${String(column).padStart(2, '0')}`;
  const adjacent: [string, string][] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (column + 1 < columns) adjacent.push([seat(row, column), seat(row, column + 1)]);
      if (row + 1 < rows) adjacent.push([seat(row, column), seat(row + 1, column)]);
    }
  return {
    kind: 'seats',
    hall: 'H',
    rules: 'kawei/seats@1',
    seats: Array.from({ length: rows * columns }, (_, at) => seat(Math.floor(at / columns), at % columns)),
    adjacent,
    occupants: Array.from({ length: groups * members }, (_, at) => ({
      id: digestOf(at),
      group: `g${at % groups}`,
    })),
  };
}

/** Order, plan, and every draw with its transcript, beside the solver on 60 random candidates of each project. */
async function wholeDay({ projects, experts }: DrawSize) {
  const day = makeDay({ projects, experts, cities: 20 });
  let batchShort = 0;
  let augmentingShort = 0;
  let plan = 0;
  const batch = cpu(() => {
    plan = cpu(() => {
      const requests = inDrawOrder(day);
      augmentingShort = placesShort(requests, planByAugmenting(requests));
    });
    batchShort = drawDay(day);
  });
  const solve = await loadSolver(3600);
  const model = sampleModel(inDrawOrder(day), 60);
  const solver = cpu(() => solve(model));
  // The plan was made once more, to be measured by itself.
  const once = batch - plan;
  return { plan, batch: once, solver, batchToSolver: once / solver, batchShort, augmentingShort };
}

/** A pool far too small for the day, and for half of the day, which it can just fill. */
async function fewExperts({ projects, scarce, patience }: DrawSize) {
  const solve = await loadSolver(patience);
  const day = (share: number) => {
    const requests = makeDay({ projects: Math.ceil(projects * share), experts: scarce, cities: 20 });
    const ordered = inDrawOrder(requests);
    const known = planByAugmenting(ordered);
    const outlook = planExactly(ordered, known, solve);
    return {
      wanted: ordered.reduce((sum, { size }) => sum + size, 0),
      short: drawDay(requests, outlook.plan),
      augmentingShort: placesShort(ordered, known),
      least: outlook.leastShort ?? 0,
    };
  };
  const [whole, half] = [day(1), day(0.5)];
  return {
    scarceWanted: whole.wanted,
    scarceShort: whole.short,
    scarceAugmentingShort: whole.augmentingShort,
    scarceLeast: whole.least,
    scarceToLeast: whole.short / Math.max(1, whole.least),
    tightWanted: half.wanted,
    tightShort: half.short,
    tightAugmentingShort: half.augmentingShort,
    tightLeast: half.least,
  };
}

/** Draws a whole day and gives the places left short. */
function drawDay(day: readonly BatchRequest[], known?: ReturnType<typeof planByAugmenting>): number {
  const requests = inDrawOrder(day);
  const batch = new Batch(requests, known ?? planByAugmenting(requests));
  const sizes = new Map(requests.map(({ drawId, size }) => [drawId, size]));
  let short = 0;
  for (let turns = batch.round(); turns.length > 0; turns = batch.round()) {
    for (const { drawId, input, refusal } of turns) {
      if (refusal) {
        short += sizes.get(drawId) ?? 0;
        continue;
      }
      const inputDigest = digestOf(input);
      const reveals = ['east', 'west'].map((party) => ({
        party,
        nonce: digestOf([drawId, party]),
        salt: digestOf(party),
      }));
      const commitments = reveals.map((reveal) => ({
        party: reveal.party,
        commitment: commitmentOf(drawId, inputDigest, reveal),
      }));
      const { result } = runDraw({ drawId, input, commitments, reveals, withheld: [], beacon: null });
      if ('panel' in result) batch.drawn(drawId, result.panel);
    }
  }
  return short;
}

/** Milliseconds of CPU time of this process meanwhile. */
function cpu(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
