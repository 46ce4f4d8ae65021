/** The command line's own time for many marks, beside parsing the same file, in CPU seconds of processes of their own. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelPanels } from './panels.ts';

export interface SpeedFigures {
  readonly rows: number;
  /** CPU seconds. */
  readonly csvParse: number;
  readonly ownReader: number;
  readonly calibrate: number;
  readonly check: number;
  /** The largest resident memory, bytes. */
  readonly calibrateBytes: number;
  readonly checkBytes: number;
}

const root = join(import.meta.dirname, '../..');

export async function speed(rows: number): Promise<SpeedFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'kawei-bench-lookback-'));
  const [marks, out] = [join(folder, 'marks.csv'), join(folder, 'calibration.json')];
  try {
    const written = await writeMarks(marks, rows);
    const parsed = await measured(['csv-parse', marks]);
    const read = await measured(['own', marks]);
    const learned = await measured(['calibrate', marks, out]);
    const checked = await measured(['check', marks, out]);
    return {
      rows: written,
      csvParse: parsed.seconds,
      ownReader: read.seconds,
      ...{ calibrate: learned.seconds, check: checked.seconds },
      ...{ calibrateBytes: learned.bytes, checkBytes: checked.bytes },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs one step in a process of its own, which tells its CPU time and memory as the last line of standard error. */
function measured(args: readonly string[]): Promise<{ seconds: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const file = join(import.meta.dirname, 'speed-child.ts');
    const child = execFile(
      process.execPath,
      [file, ...args],
      { cwd: root, maxBuffer: 2 ** 20 },
      (error, _, said) => {
        if (error) reject(error);
        else resolve(JSON.parse(said.trim().split('\n').at(-1) ?? '') as { seconds: number; bytes: number });
      },
    );
    // What check prints is taken and thrown away: a full pipe would stop it.
    child.stdout?.removeAllListeners('data');
    child.stdout?.resume();
  });
}

async function writeMarks(path: string, rows: number): Promise<number> {
  const file = createWriteStream(path);
  file.write('project,expert,affiliation,bidder,party,item,max,kind,score\n');
  let written = 0;
  for (let seed = 1; written < rows; seed++) {
    for (const panel of modelPanels(50, seed)) {
      const lines: string[] = [];
      for (const [b, bidder] of panel.bidders.entries())
        for (const [r, expert] of panel.experts.entries())
          for (const [i, { id, max }] of panel.items.entries()) {
            const score = (panel.marks[(b * panel.experts.length + r) * panel.items.length + i] ?? 0) / 1000;
            lines.push(
              `${seed}-${panel.project},${expert}-${seed},${panel.affiliations[r]},${seed}-${bidder},${panel.parties[b]},${id},${max / 1000},subjective,${score.toFixed(2)}\n`,
            );
          }
      written += lines.length;
      if (!file.write(lines.join(''))) await once(file, 'drain');
    }
  }
  file.end();
  await once(file, 'finish');
  return written;
}
