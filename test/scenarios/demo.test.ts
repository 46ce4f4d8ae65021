/** The demo as a newcomer runs it: one command, a whole evaluation, the evidence left behind, nothing else. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readInput } from '#test/demo/evaluation-input.ts';

const directory = mkdtempSync(join(tmpdir(), 'kawei-demo-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function demo(...options: string[]) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['hub/src/cli/kawei.ts', 'demo', '--once', ...options],
    { encoding: 'utf8' },
  );
  return { status, said: stderr, stdout };
}

describe('kawei demo', () => {
  it('carries the shipped evaluation to its end through a wrong person and a killed hub', () => {
    const out = join(directory, 'evidence');
    const { status, said, stdout } = demo('--out', out);
    expect([status, stdout]).toEqual([0, '']);
    expect(said).toContain('ADMISSION_WRONG_SEAT');
    const { main } = readInput({});
    const marks = main.bidders.length * main.items.length * 7;
    expect(said).toContain(`${marks}/${marks}`);
    expect(said).toContain('修正 1 处');
    expect(readdirSync(join(out, 'sheets')).filter((name) => name.endsWith('.json'))).toHaveLength(7);
    for (const name of ['project.json', 'ca.pem', 'result.json', 'report.pdf'])
      expect(existsSync(join(out, name))).toBe(true);
  });

  it('takes marks of its own, down to the last thousandth', () => {
    const rows = ['project,expert,bidder,item,max,kind,score'];
    for (let expert = 0; expert < 5; expert++) {
      for (let bidder = 0; bidder < 4; bidder++) {
        rows.push(
          `OWN-1,R${expert},E${bidder},I1,30,subjective,${18 + bidder}.${expert}25`,
          `OWN-1,R${expert},E${bidder},I2,70,objective,${50 - bidder}`,
        );
      }
    }
    const marks = join(directory, 'marks.csv');
    writeFileSync(marks, rows.join('\n'));
    const out = join(directory, 'own');
    expect(demo('--marks', marks, '--out', out).status).toBe(0);
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as {
      bidders: { id: string; total: number; rank: number }[];
    };
    // The middle three of 18.025 … 18.425 and of 21.025 … 21.425, and 50 or 47.
    expect(result.bidders.map(({ id, total, rank }) => [id, total, rank])).toEqual([
      ['E0', 68_225, 1],
      ['E1', 68_225, 1],
      ['E2', 68_225, 1],
      ['E3', 68_225, 1],
    ]);
  });

  it('refuses what it cannot use and leaves nothing behind', () => {
    const bad = join(directory, 'bad.csv');
    writeFileSync(bad, 'project,expert,bidder,item,max,kind,score\nP,E,B,I,10,subjective,11\n');
    const out = join(directory, 'never');
    const { status, said } = demo('--marks', bad, '--out', out);
    expect(status).toBe(1);
    expect(said).toContain('MARKS_INVALID');
    expect(said).toContain('line 2, score');
    expect(existsSync(out)).toBe(false);
    expect(demo('--port', '70000').status).toBe(2);
  });
});
