/** The `kawei` command as outsiders build on it: what it prints where, and how it ends. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { smallProject } from './rehearsal/evaluation.ts';

const directory = mkdtempSync(join(tmpdir(), 'kawei-cli-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function kawei(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['hub/src/cli/kawei.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

function file(name: string, value: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

const project = smallProject(3, 5);
type Cells = Record<string, Record<string, unknown>>;
const sheet = (expert: number, change: (marks: Cells) => void = () => {}) => {
  const marks: Cells = Object.fromEntries(
    project.bidders.map(({ id }, bidder) => [
      id,
      { T1: 30_000 + 500 * bidder, C1: 10_000 + 1000 * expert, O1: 5000 },
    ]),
  );
  change(marks);
  return { expert: `E${expert}`, ticket: String(expert).padStart(64, '0'), marks };
};

describe('kawei', () => {
  it('knows --version and --help everywhere; wrong usage ends 2', () => {
    expect(kawei(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    for (const command of [
      [],
      ['demo'],
      ['hub'],
      ['booth'],
      ['config'],
      ['draw'],
      ['draw', 'run'],
      ['score'],
    ]) {
      expect(kawei([...command, '--help'])).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('Usage: kawei'),
      });
    }
    expect(kawei(['score']).status).toBe(2);
    expect(kawei(['nonsense']).status).toBe(2);
    expect(kawei(['draw', 'run', '--id', 'P#1']).status).toBe(2);
  });

  it('lists every setting; a wrong one stops the start by its name, from the environment or a file', () => {
    const { stdout } = kawei(['config', '--json'], { KAWEI_PORT: '9090' });
    const rows = JSON.parse(stdout) as { name: string; value: unknown; zh: string; en: string }[];
    expect(rows.find(({ name }) => name === 'KAWEI_PORT')?.value).toBe(9090);
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['KAWEI_DATA', 'KAWEI_TRUST', 'KAWEI_BOOTH_TOKEN']),
    );
    const wrong = kawei(['hub'], {
      KAWEI_FILE: file('wrong.env', 'KAWEI_PORT=eighty\n'),
      KAWEI_DATA: join(directory, 'never'),
    });
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('SETTING_INVALID');
    expect(wrong.stderr).toContain('KAWEI_PORT');
    expect(existsSync(join(directory, 'never'))).toBe(false);
  });
});

describe('kawei score', () => {
  it('prints one JSON value and nothing else', () => {
    const { status, stdout, stderr } = kawei([
      'score',
      file('p.json', project),
      file('s.json', [sheet(0), sheet(1), sheet(2)]),
      '--json',
    ]);
    expect([status, stderr]).toEqual([0, '']);
    const result = JSON.parse(stdout) as {
      bidders: { id: string; total: number; rank: number }[];
      struck: string[];
    };
    // 30 + 11 + 5 + 30 for the cheapest; the others gain half a point of T1 each and lose what their price costs.
    expect(result.bidders.find(({ id }) => id === 'B1')).toMatchObject({ total: 76_000 });
    expect(result.struck).toEqual([]);
  });

  it('refuses every planted fault, all at once, each at its place', () => {
    const faulty = [
      sheet(0, (marks) => delete marks.B1?.T1),
      sheet(1, (marks) => Object.assign(marks.B2 ?? {}, { T1: 30_001, X9: 1 })),
      sheet(2, (marks) => Object.assign(marks.B3 ?? {}, { C1: 20_500, O1: 10_000 })),
    ];
    const { status, stdout, stderr } = kawei([
      'score',
      file('p.json', project),
      file('bad.json', faulty),
      '--json',
    ]);
    expect(status).toBe(1);
    const { refused } = JSON.parse(stdout) as {
      refused: { code: string; faults: { code: string; place: string }[] };
    };
    expect(refused.faults.map(({ code, place }) => `${code} ${place}`).sort()).toEqual([
      'MARK_DIFFERS [*].marks.B3.O1',
      'MARK_MISSING [0].marks.B1.T1',
      'MARK_RANGE [2].marks.B3.C1',
      'MARK_STEP [1].marks.B2.T1',
      'MARK_SURPLUS [1].marks.B2.X9',
    ]);
    expect(stderr).toContain(refused.code);
  });

  it('refuses what is not there and what is no JSON', () => {
    expect(kawei(['score', '/nowhere.json', '/nowhere.json'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('FILE_UNREADABLE'),
    });
    expect(kawei(['score', file('no.json', '{'), '/nowhere.json'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('FILE_NOT_JSON'),
    });
  });
});

describe('kawei draw', () => {
  const input = {
    kind: 'panel',
    project: 'P-9',
    rules: 'kawei/panel@1',
    categories: [{ id: 'A', count: 3 }],
    sites: [
      { id: 'S1', min: 1, max: 3 },
      { id: 'S2', min: 0, max: 2 },
    ],
    maxPerEmployer: 1,
    reserves: 1,
    candidates: Array.from({ length: 8 }, (_, n) => ({
      id: `X${n}`,
      categories: ['A'],
      site: n % 2 ? 'S1' : 'S2',
      employer: `W${n}`,
    })),
    excluded: [],
  };
  const reveals = ['S1', 'S2'].map((party, n) => ({
    party,
    nonce: String(n + 1).repeat(64),
    salt: String(n + 5).repeat(64),
  }));
  const out = join(directory, 'transcript.json');

  it('runs from files and replays; whoever changes the result is found out by name', () => {
    const run = kawei([
      'draw',
      'run',
      '--input',
      file('i.json', input),
      '--reveals',
      file('r.json', reveals),
      '--id',
      'P-9#1',
      '--out',
      out,
    ]);
    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(kawei(['draw', 'replay', out, '--json'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('"holds": true'),
    });
    const transcript = JSON.parse(readFileSync(out, 'utf8')) as { result: { panel: { id: string }[] } };
    const other = input.candidates.find(({ id }) =>
      transcript.result.panel.every((member) => member.id !== id),
    );
    if (transcript.result.panel[0] && other) transcript.result.panel[0].id = other.id;
    const changed = kawei(['draw', 'replay', file('changed.json', transcript)]);
    expect(changed.status).toBe(1);
    expect(changed.stderr).toContain('DRAW_REPLAY');
  });

  it('draws a day of projects, each with a transcript of its own, checks it, and asks whether it was fair', () => {
    const requests = ['P-1', 'P-2', 'P-3'].map((project) => ({
      drawId: `${project}#1`,
      input: { ...input, project },
    }));
    const day = join(directory, 'day');
    const given = ['--input', file('day.json', { requests })];
    const run = kawei(['draw', 'batch', ...given, '--reveals', file('r.json', reveals), '--out', day]);
    // Eight people are enough for two panels of three.
    expect(run).toMatchObject({ status: 1, stderr: expect.stringMatching(/P-\d#1 .*未能抽取/) });
    const made = readdirSync(day).filter((name) => name !== 'plan.json');
    expect(made).toHaveLength(2);
    for (const name of made) expect(kawei(['draw', 'replay', join(day, name)]).status).toBe(0);
    expect(kawei(['draw', 'batch', ...given, '--check', day]).status).toBe(0);
    const asked = kawei(['draw', 'fairness', day, '--replays', '20', '--json']);
    expect(JSON.parse(asked.stdout)).toMatchObject({ draws: 2, drawn: { tested: 8, flagged: 0 } });
    expect(kawei(['draw', 'fairness', day, '--replays', '0']).stderr).toContain('DRAW_REPLAYS');
    const soon = [
      '--reveals',
      file('r.json', reveals),
      '--out',
      join(directory, 'soon'),
      '--patience',
      'soon',
    ];
    expect(kawei(['draw', 'batch', ...given, ...soon]).stderr).toContain('DRAW_PATIENCE');
    expect(existsSync(join(directory, 'soon'))).toBe(false);
    const [one = '', two = ''] = made.map((name) => join(day, name));
    writeFileSync(two, readFileSync(one, 'utf8').replaceAll('P-', 'Q-'));
    expect(kawei(['draw', 'batch', ...given, '--check', day]).stderr).toContain('DRAW_BATCH_WRONG');
  });

  it('refuses a faulty input and leaves no file', () => {
    const never = join(directory, 'never.json');
    const bad = { ...input, sites: [{ id: 'S1', min: 4, max: 4 }] };
    const run = kawei([
      'draw',
      'run',
      '--input',
      file('b.json', bad),
      '--reveals',
      file('r.json', reveals),
      '--id',
      'P-9#2',
      '--out',
      never,
    ]);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^[A-Z_]+: /);
    expect(existsSync(never)).toBe(false);
  });
});
