/** Draws made by the program and recomputed by somebody else. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkInput } from '#shared/draw/input.ts';
import { replacementFor } from '#shared/draw/panel.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import { replay, runDraw, type Transcript } from '#shared/draw/transcript.ts';
import { smallPanel, smallReveals, smallSeats } from './inputs.ts';
import { isFullPanel, type OracleInput, type OracleReveal, ordered, recompute } from './recompute.ts';

const TRIES = 3000;

function run(drawId: string, given: OracleInput, reveals: OracleReveal[], value: string): Transcript | null {
  const input = checkInput(given);
  const inputDigest = digestOf(input);
  const commitments = reveals.map((reveal) => ({
    party: reveal.party,
    commitment: commitmentOf(drawId, inputDigest, reveal),
  }));
  const beacon = value === '' ? null : { source: 'lottery', round: '1', value };
  try {
    return runDraw({ drawId, input, commitments, reveals, withheld: [], beacon });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

test('panels are those that somebody else computes, or both say there is none', () => {
  let drawn = 0;
  fc.assert(
    fc.property(smallPanel, smallReveals, fc.constantFrom('', '07 08 开奖'), (input, reveals, value) => {
      const transcript = run('P-1#1', input, reveals, value);
      const other = recompute('P-1#1', input, reveals, transcript?.beacon ?? null);
      expect(transcript).toEqual(other);
      if (!transcript) return;
      drawn++;
      expect(replay(transcript).every((check) => check.holds)).toBe(true);
    }),
    { numRuns: 500 },
  );
  expect(drawn).toBeGreaterThan(50);
});

test('seats are those that somebody else computes', () => {
  let drawn = 0;
  fc.assert(
    fc.property(smallSeats, smallReveals, (input, reveals) => {
      const transcript = run('H-1#1', input, reveals, '');
      const other = recompute('H-1#1', input, reveals, null, TRIES);
      // What is found only after many tries is left to the test of small halls.
      if (other) expect(transcript).toEqual(other);
      if (other) drawn++;
      if (!transcript) expect(other).toBe(null);
    }),
    { numRuns: 300 },
  );
  expect(drawn).toBeGreaterThan(100);
});

test('who follows a member is who somebody else would call', () => {
  fc.assert(
    fc.property(smallPanel, smallReveals, fc.nat(), (input, reveals, pick) => {
      const transcript = run('P-1#1', input, reveals, '');
      if (!transcript || !('panel' in transcript.result) || transcript.result.panel.length === 0) return;
      const { panel } = transcript.result;
      const leaving = panel[pick % panel.length];
      if (!leaving || transcript.input.kind !== 'panel') return;
      const order = ordered(input, Buffer.from(transcript.seed, 'hex'));
      const staying = order.filter(({ id }) => id !== leaving.id && panel.some((member) => member.id === id));
      const next = order.find(
        (one) =>
          !panel.some((member) => member.id === one.id) &&
          one.categories.includes(leaving.category) &&
          isFullPanel(input, [...staying, one]),
      );
      expect(replacementFor(transcript.input, transcript.seed, panel, leaving.id, new Set())?.id).toBe(
        next?.id,
      );
    }),
    { numRuns: 200 },
  );
});

test('the command line writes what somebody else computes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-oracle-'));
  try {
    const inputs = [...fc.sample(smallPanel, 3), ...fc.sample(smallSeats, 2)];
    const reveals = fc.sample(smallReveals, inputs.length);
    for (const [index, input] of inputs.entries()) {
      const [i, r, t] = ['i', 'r', 't'].map((name) => join(directory, `${name}${index}.json`));
      if (!i || !r || !t) throw new Error('no names');
      writeFileSync(i, JSON.stringify(input));
      writeFileSync(r, JSON.stringify(reveals[index]));
      const expected = recompute('D-1#1', input, reveals[index] ?? [], null);
      const kawei = join(import.meta.dirname, '../../hub/src/cli/kawei.ts');
      const args = ['draw', 'run', '--input', i, '--reveals', r, '--id', 'D-1#1', '--out', t];
      const draw = () => execFileSync(process.execPath, [kawei, ...args], { stdio: 'pipe' });
      if (expected) {
        draw();
        expect(JSON.parse(readFileSync(t, 'utf8'))).toEqual(expected);
      } else {
        expect(draw).toThrow(/DRAW_/);
        expect(() => readFileSync(t)).toThrow(/ENOENT/);
      }
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
