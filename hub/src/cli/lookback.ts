/** `kawei lookback calibrate|check`: abnormal marks of files, from the files alone. */
import type { Command } from 'commander';
import { type MarksFile, readMarksFile } from '#hub/lookback/file/marks-file.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { builtIn } from '#shared/lookback/built-in.ts';
import { calibrate } from '#shared/lookback/calibrate.ts';
import { type Calibration, checkCalibration } from '#shared/lookback/calibration.ts';
import { lookBack } from './lookback-output.ts';
import { printJson, readJson, say, writeWhole } from './output.ts';

interface CheckOptions {
  readonly calibration?: string;
  readonly falseAlarm: string;
  readonly json?: boolean;
}

/** Adds `kawei lookback`. */
export function registerLookback(program: Command): void {
  const lookback = program
    .command('lookback')
    .description('回头看：从评分文件中找出异常评分 / the look-back: abnormal marks of files');
  lookback
    .command('calibrate')
    .description('从历史评分学习校准 / learn a calibration from a history of marks')
    .argument(
      '<history>',
      '历史评分 / CSV: project,expert,affiliation?,bidder,party?,item,max,kind,score,step?',
    )
    .requiredOption('--out <file>', '写入校准文件 / where to write the calibration')
    .option('--json', '仅输出 JSON / print JSON only')
    .action((history: string, { out, json }: { out: string; json?: boolean }) => {
      const file = read(history);
      const source = `kawei lookback calibrate, ${file.rows} marks`;
      const aside = setAside(file);
      const calibration = calibrate(file.projects, source);
      writeWhole(out, JSON.stringify(calibration));
      const { projects, marks, totals } = calibration;
      const summary = { out, projects, marks, setAside: aside, spread: totals.spread.overall };
      if (json) printJson(summary);
      else
        say(
          `已从 ${projects} 个项目的 ${marks} 个评分学得校准（缺失或超出范围而未采用的 ${aside} 个），写入 ${out}。`,
          `Learned from ${marks} marks of ${projects} projects (${aside} missing or out of range were set aside); written to ${out}.`,
        );
    });
  lookback
    .command('check')
    .description('查找异常评分 / look for abnormal marks')
    .argument('<marks>', '评分 / CSV: project,expert,affiliation?,bidder,party?,item,max,kind,score,step?')
    .option('--calibration <file>', '校准文件，默认用内置校准 / calibration; the built-in one by default')
    .option(
      '--false-alarm <share>',
      '误报率，0.001 到 0.2 / share of honest marks that may be flagged',
      '0.01',
    )
    .option('--json', '仅输出 JSON / print JSON only')
    .action(async (marks: string, { calibration, falseAlarm, json }: CheckOptions) => {
      const share = Number(falseAlarm);
      if (!(share >= 0.001 && share <= 0.2)) throw new Refusal('FALSE_ALARM', { value: falseAlarm });
      const known: Calibration =
        calibration === undefined ? builtIn : checkCalibration(readJson(calibration));
      await lookBack(read(marks), known, share, json ?? false);
    });
}

/** Reads a marks file, with a line of progress where a person watches; says so when it is not UTF-8. */
function read(path: string): MarksFile {
  const watched = process.stderr.isTTY;
  const file = readMarksFile(path, (bytes) => {
    if (watched) process.stderr.write(`\r${path}: ${(bytes / 2 ** 20).toFixed(0)} MiB`);
  });
  if (watched) process.stderr.write('\n');
  if (file.writing === 'gb18030')
    say('文件不是 UTF-8，已按 GBK 读取。', 'The file is not in UTF-8; it was read as GBK.');
  return file;
}

function setAside(file: MarksFile): number {
  let count = 0;
  for (const { marks, items } of file.projects())
    for (const [place, mark] of marks.entries())
      if (mark < 0 || mark > (items[place % items.length]?.max ?? 0)) count++;
  return count;
}
