import { describe, expect, it } from 'vitest';
import { Chance } from './chance.ts';
import { count } from './checks/scorer.ts';
import { VirtualClock } from './clock.ts';
import type { MorningOrder, MorningReport } from './run-morning.ts';
import { runAll } from './workers.ts';

async function run(orders: MorningOrder[]): Promise<MorningReport[]> {
  const reports: MorningReport[] = [];
  await runAll(orders, (report) => reports.push(report));
  return reports;
}

// Nothing is judged by the clock: the machine may be slow and busy.
describe('a simulated morning', { timeout: 300_000 }, () => {
  it('holds, whatever dies, hangs or is cut off; and without any of it', async () => {
    // One of each; the test command runs 200 of the rough ones beside this.
    const reports = await run([
      { seed: 500, booths: 20, calm: false },
      { seed: 1, booths: 20, calm: true },
    ]);
    expect(
      reports.flatMap(({ seed, findings }) => findings.map((finding) => ({ seed, ...finding }))),
    ).toEqual([]);
    expect(Math.min(...reports.map(({ entries }) => entries))).toBeGreaterThan(150);
  });

  it('is the same again from the same seed, in another process; from another seed it is another', async () => {
    const order = { seed: 77, booths: 10, calm: false };
    const [first, second, other] = await Promise.all([
      run([order]),
      run([order]),
      run([{ ...order, seed: 78 }]),
    ]);
    expect(second?.[0]?.trace).toBe(first?.[0]?.trace);
    expect(other?.[0]?.trace).not.toBe(first?.[0]?.trace);
  });

  it.each([
    ['mark-of-another-item', ['acknowledged', 'refusals']],
    ['marks-of-others', ['secrecy']],
    ['wrong-root-signed', ['checkpoints']],
    ['amendment-not-counted', ['totals', 'tables']],
    ['ack-not-sent', ['acknowledged', 'endings']],
  ])('shows the planted defect %s', async (defect, invariants) => {
    const [report] = await run([{ seed: 1, booths: 10, calm: false, defect }]);
    const found = new Set(report?.findings.map(({ invariant }) => invariant));
    expect(invariants.some((invariant) => found.has(invariant as never))).toBe(true);
  });
});

describe('chance', () => {
  it('is the same for the same name, and each part has its own', () => {
    const draw = (chance: Chance) => Array.from({ length: 5 }, () => chance.whole(0, 999));
    expect(draw(new Chance('a'))).toEqual(draw(new Chance('a')));
    expect(draw(new Chance('a').fork('b'))).not.toEqual(draw(new Chance('a').fork('c')));
  });
});

describe('the virtual clock', () => {
  it('does everything in the order of its time, what is due at once in the order it was asked for', async () => {
    const clock = new VirtualClock(0);
    const done: string[] = [];
    clock.after(20, () => done.push('late'));
    clock.after(10, () => {
      done.push('first');
      clock.after(0, () => done.push('third'));
    });
    clock.after(10, () => done.push('second'));
    const never = clock.after(15, () => done.push('called off'));
    never();
    expect(await clock.pass(1000, () => done.includes('late'))).toBe(true);
    expect(done).toEqual(['first', 'second', 'third', 'late']);
    expect(clock.now).toBe(20);
  });
});

describe('the independent scorer', () => {
  it('gives what was counted by hand', () => {
    const project = {
      items: [{ id: 'T1', section: 'technical', title: 'T1', max: 40_000, step: 500, kind: 'subjective' }],
      price: { max: 30_000, decimals: 2, formula: { kind: 'lowest-first' } },
      aggregation: { kind: 'trimmed-mean', decimals: 3 },
      bidders: [
        { id: 'B1', name: '', party: '', price: 300 },
        { id: 'B2', name: '', party: '', price: 700 },
      ],
    } as never;
    const sheets = [10_000, 20_000, 20_000, 21_000, 40_000].map((mark, n) => ({
      ...{ expert: `E${n}`, ticket: String(n) },
      marks: { B1: { T1: mark }, B2: { T1: 20_000 } },
    }));
    expect(count(project, ['B1', 'B2'], sheets)).toEqual([
      { id: 'B1', items: { T1: 20_333 }, price: 30_000, total: 50_333, rank: 1 },
      // 30 × 300 / 700 = 12.857…, to two decimals
      { id: 'B2', items: { T1: 20_000 }, price: 12_860, total: 32_860, rank: 2 },
    ]);
    // The 10 gives way to the mean of the others, 25.25: of 20, 20, 21, 25.25 and 40 the middle three.
    const [first] = count(project, ['B1', 'B2'], sheets, [{ expert: 'E0', bidder: 'B1', item: null }]);
    expect(first?.items).toEqual({ T1: 22_083 });
  });
});
