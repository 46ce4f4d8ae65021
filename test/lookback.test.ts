/** `kawei lookback` as outsiders use it: files in, JSON and exit codes out. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelPanels } from '#bench/lookback/panels.ts';

const directory = mkdtempSync(join(tmpdir(), 'kawei-lookback-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function kawei(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['hub/src/cli/kawei.ts', 'lookback', ...args],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  return { status, stdout, stderr };
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const HEAD = 'project,expert,affiliation,bidder,party,item,max,kind,score';

/** Panels drawn from the stated model, as rows. */
function rowsOf(count: number, seed: number): string[] {
  return modelPanels(count, seed).flatMap((panel) =>
    panel.bidders.flatMap((bidder, b) =>
      panel.experts.flatMap((expert, r) =>
        panel.items.map(({ id, max }, i) => {
          const score = (panel.marks[(b * panel.experts.length + r) * panel.items.length + i] ?? 0) / 1000;
          return `${panel.project},${expert},${panel.affiliations[r]},${bidder},${panel.parties[b]},${id},${max / 1000},subjective,${score}`;
        }),
      ),
    ),
  );
}

const history = file('history.csv', [HEAD, ...rowsOf(40, 1)].join('\n'));
const fresh = rowsOf(6, 2);
const marks = file('marks.csv', [HEAD, ...fresh].join('\n'));
const calibration = join(directory, 'C.json');

interface Cell {
  project: string;
  expert: string;
  bidder: string;
  item?: string;
  strength: number;
  direction: string;
  flag: boolean;
  percentFromOthers: number;
  explain: { zh: string; en: string } | null;
}
interface Result {
  cells: Cell[];
  items: Cell[];
  pairs: { expert: string; party: string; n: number; statistic: number; flag: boolean }[];
  affiliations: { affiliation: string; party: string; n: number }[];
  entry: {
    project: string;
    expert: string;
    bidder: string;
    item: string;
    fault: string;
    line: number | null;
  }[];
}

const check = (...args: string[]) => {
  const { status, stdout, stderr } = kawei('check', ...args, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as Result;
};
const refusal = (...args: string[]) => {
  const { status, stdout } = kawei(...args, '--json');
  expect(status).toBe(1);
  const { refused } = JSON.parse(stdout) as {
    refused: { code: string; message: { zh: string; en: string }; faults: { code: string; place: string }[] };
  };
  return { code: refused.code, faults: refused.faults.map(({ code, place }) => `${code} ${place}`) };
};

describe('kawei lookback', () => {
  it('calibrates, and checks with the calibration, the pairs of the history added', () => {
    expect(kawei('calibrate', history, '--out', calibration).status).toBe(0);
    const result = check(marks, '--calibration', calibration);
    expect(Object.keys(result)).toEqual(['cells', 'items', 'pairs', 'affiliations', 'entry']);
    expect(result.cells).toHaveLength(fresh.length / 5);
    expect(result.items).toHaveLength(fresh.length);
    for (const { strength, direction, flag, explain } of result.cells) {
      expect(strength).toBeGreaterThanOrEqual(0);
      expect(strength).toBeLessThanOrEqual(1);
      expect(['high', 'low']).toContain(direction);
      expect(explain !== null).toBe(flag);
    }
    const alone = check(marks);
    const total = (of: Result) => of.pairs.reduce((sum, { n }) => sum + n, 0);
    expect(alone.pairs).toHaveLength(result.pairs.length);
    expect(total(result)).toBeGreaterThan(total(alone));
  });

  it('flags one mark far off, with its numbers in both languages, whatever the order of rows and columns', () => {
    const off = fresh.map((row) => {
      const cells = row.split(',');
      const first = fresh[0]?.split(',') ?? [];
      const same = [0, 1, 3].every((column) => cells[column] === first[column]);
      return same ? [...cells.slice(0, 8), '0'].join(',') : row;
    });
    const result = check(file('off.csv', [HEAD, ...off].join('\n')));
    const [project, expert, , bidder] = fresh[0]?.split(',') ?? [];
    const cell = result.cells.find(
      (one) => one.project === project && one.expert === expert && one.bidder === bidder,
    );
    expect(cell).toMatchObject({ flag: true, direction: 'low', percentFromOthers: -100 });
    expect(cell?.explain?.zh).toMatch(/0 分（满分 100）.*不到千分之一|每 \d+ 个评分有 1 个/);
    expect(cell?.explain?.en).toMatch(/0 of 100 points/);
    const turned = off.map((row) => row.split(',').reverse().join(',')).reverse();
    const again = check(
      file('turned.csv', `\uFEFF${[HEAD.split(',').reverse().join(','), ...turned].join('\r\n')}\r\n`),
    );
    const other = again.cells.find(
      (one) => one.project === project && one.expert === expert && one.bidder === bidder,
    );
    expect(other?.strength).toBeCloseTo(cell?.strength ?? 0, 6);
    expect(other?.flag).toBe(true);
  });

  it('finds faults of entry with their lines, and goes on with the rest', () => {
    const rows = fresh.slice();
    const set = (row: number, score: string) => {
      rows[row] = `${rows[row]?.split(',').slice(0, 8).join(',')},${score}`;
    };
    set(0, '');
    set(7, '31');
    set(11, '-2');
    const { entry, cells } = check(file('faults.csv', [HEAD, ...rows].join('\n')));
    expect(entry.map(({ fault, line }) => `${fault} ${line}`)).toEqual(
      expect.arrayContaining(['missing 2', 'range 9', 'range 13']),
    );
    expect(entry).toHaveLength(3);
    expect(cells).toHaveLength(fresh.length / 5);
  });

  it('reads GBK and says so, quotes with commas and line breaks, and blank optional columns', () => {
    const rows = ['张', '李', '王', '赵'].flatMap((name) =>
      ['甲', '乙'].map((bidder) => `P1,${name},,${bidder},,技术,40,subjective,30.5`),
    );
    const gbk: Record<string, number[]> = {
      ...{ 张: [0xd5, 0xc5], 李: [0xc0, 0xee], 王: [0xcd, 0xf5], 赵: [0xd5, 0xd4] },
      ...{ 甲: [0xbc, 0xd7], 乙: [0xd2, 0xd2], 技: [0xbc, 0xbc], 术: [0xca, 0xf5] },
    };
    const bytes = [...[HEAD, ...rows].join('\r\n')].flatMap((char) => gbk[char] ?? [char.charCodeAt(0)]);
    const read = kawei('check', file('gbk.csv', Uint8Array.from(bytes)), '--json');
    expect(read.stderr).toMatch(/GBK/);
    expect((JSON.parse(read.stdout) as Result).cells[0]).toMatchObject({ expert: '张', bidder: '甲' });
    const quoted = ['A', 'B', 'C'].flatMap((expert) =>
      ['X', 'Y'].map((bidder) => `P1,${expert},"Bid ""${bidder}"", Ltd\n2",T1,40,subjective,"30.50"`),
    );
    const { cells } = check(
      file('quoted.csv', ['project,expert,bidder,item,max,kind,score', ...quoted].join('\n')),
    );
    expect(cells.map(({ bidder }) => bidder)).toContain('Bid "X", Ltd\n2');
  });

  it('refuses what cannot be judged, with codes and lines, and writes nothing', () => {
    const bad = (name: string, ...lines: string[]) => refusal('check', file(name, lines.join('\n')));
    expect(bad('columns.csv', 'project,expert,bidder,item,max,score', 'P,E,B,I,10,5')).toEqual({
      code: 'MARKS_INVALID',
      faults: ['MARKS_COLUMN line 1'],
    });
    const [first = '', second = ''] = fresh;
    const text = first.replace(/[^,]*$/, 'high');
    const short = second.replace(/,[^,]*$/, '');
    expect(bad('rows.csv', HEAD, first, text, short)).toEqual({
      code: 'MARKS_INVALID',
      faults: ['MARKS_NUMBER line 3', 'MARKS_WIDTH line 4'],
    });
    expect(bad('twice.csv', HEAD, first, second, first)).toEqual({
      code: 'MARKS_INVALID',
      faults: ['MARKS_REPEATED_AT line 4'],
    });
    expect(bad('empty.csv', HEAD).code).toBe('MARKS_EMPTY');
    expect(bad('quote.csv', HEAD, `"${first}`).code).toBe('MARKS_NOT_CSV');
    const latin = file(
      'bytes.csv',
      Uint8Array.from([...`${HEAD}\n${first}`].map((c) => (c === 'M' ? 0xff : c.charCodeAt(0)))),
    );
    expect(refusal('check', latin).code).toBe('MARKS_ENCODING');
    expect(refusal('check', join(directory, 'nowhere.csv')).code).toBe('FILE_UNREADABLE');
    expect(refusal('check', marks, '--false-alarm', 'often').code).toBe('FALSE_ALARM');
    expect(refusal('check', marks, '--calibration', file('c.json', '{}')).code).toBe('INPUT_INVALID');
    const none = join(directory, 'none.json');
    expect(
      refusal('calibrate', file('small.csv', [HEAD, ...rowsOf(3, 4)].join('\n')), '--out', none).code,
    ).toBe('CALIBRATION_SMALL');
    expect(existsSync(none)).toBe(false);
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(kawei('calibrate', history).status).toBe(2);
  });

  it('tells in words what is flagged', () => {
    const { status, stdout } = kawei('check', history);
    expect(status).toBe(0);
    expect(stdout).toMatch(/异常评分 \/ abnormal marks: \d+ \/ \d+/);
  });
});
