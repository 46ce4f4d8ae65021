/** One step of the speed bench: `csv-parse|own|calibrate|check MARKS [CALIBRATION]`. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { readMarksFile } from '#hub/lookback/file/marks-file.ts';

const [step = '', marks = '', calibration = ''] = process.argv.slice(2);

if (step === 'csv-parse') {
  let rows = 0;
  for await (const _ of createReadStream(marks).pipe(parse())) rows++;
  if (rows === 0) throw new Error('no rows');
} else if (step === 'own') readMarksFile(marks);
else {
  const args = {
    calibrate: ['calibrate', marks, '--out', calibration],
    check: ['check', marks, '--calibration', calibration, '--json'],
  }[step];
  if (!args) throw new Error(`no step ${step}`);
  process.argv = [...process.argv.slice(0, 2), 'lookback', ...args];
  await import('#hub/cli/kawei.ts');
}
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.stderr.write(
  `\n${JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, bytes: maxRSS * 1024 })}\n`,
);
