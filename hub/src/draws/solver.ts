/** HiGHS, an exact solver, in WebAssembly: for the days on which there are too few experts (docs/draw.md, part 5). */
import highsModule, { type Highs } from 'highs';
import type { AssignmentModel, Solved, Solver } from '#shared/draw/batch/exact.ts';

// The package's types are read as those of a CommonJS module, what is loaded is its ES module.
const loadHighs = highsModule as unknown as (typeof highsModule)['default'];

/** Loads the solver; it then works within the time given, in seconds, and says what it has proved by then. */
export async function loadSolver(seconds: number): Promise<Solver> {
  const highs = await loadHighs();
  return (model) => solve(highs, model, seconds);
}

function solve(highs: Highs, { gain, rows, start }: AssignmentModel, seconds: number): Solved {
  const columns = gain.length;
  const terms = rows.map((row) => row.terms);
  const starts = [0];
  for (const row of terms) starts.push((starts.at(-1) ?? 0) + row.length);
  const model = highs.createModel({
    numCols: columns,
    numRows: rows.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: [...gain],
    colLower: gain.map(() => 0),
    colUpper: gain.map(() => 1),
    rowLower: rows.map(({ low }) => low),
    rowUpper: rows.map(({ high }) => high),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns,
      starts,
      indices: terms.flatMap((row) => row.map(([column]) => column)),
      values: terms.flatMap((row) => row.map(([, factor]) => factor)),
    },
    integrality: gain.map(() => highs.constants.variableType.integer),
  });
  try {
    model.options.set('time_limit', seconds);
    model.options.set('mip_rel_gap', 0);
    model.setSolution({ colValue: [...start] });
    model.run();
    const bound = Number(model.info.get('mip_dual_bound'));
    const solution = model.getSolution();
    return {
      x: model.getModelStatus() === highs.constants.modelStatus.infeasible ? null : solution.colValue,
      bound: Number.isFinite(bound) ? bound : sum(gain),
    };
  } finally {
    model.dispose();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
