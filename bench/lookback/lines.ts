/** The look-back's figures as lines, each beside its target. */
import type { LookbackResult } from './lookback.ts';
import { plants } from './planting.ts';

const targets = { 'one 4σ': 0.44, 'one 6σ': 0.8, favour: 0.84, 'two 4σ': 0.5 } as const;

const three = (value: number) => value.toFixed(3).replace(/^0/, '');
const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
const verdict = (met: boolean) => (met ? 'met' : 'MISSED');

export function lookbackLines({ marks, projects, splits, speed }: LookbackResult): string[] {
  const middle = (of: (split: LookbackResult['splits'][number]) => number) =>
    splits.reduce((sum, split) => sum + of(split), 0) / splits.length;
  const methods = splits[0]?.methods.map(({ method }) => method) ?? [];
  const table = (name: 'recall1' | 'recallHalf' | 'auc') =>
    methods.map((method, index) => {
      const values = plants.map((plant) =>
        three(middle((split) => split.methods[index]?.[name][plant] ?? 0)),
      );
      return `    ${method.padEnd(14)}${values.map((value) => value.padStart(10)).join('')}`;
    });
  const heads = `    ${''.padEnd(14)}${plants.map((plant) => plant.padStart(10)).join('')}`;
  const goals = plants.map((plant) => {
    const value = middle((split) => split.methods[0]?.recall1[plant] ?? 0);
    return `${plant} ${three(value)} (target ≥ ${targets[plant]}: ${verdict(value >= targets[plant])})`;
  });
  const clean = middle(({ flags }) => flags.clean);
  const unanimous = middle(({ flags }) => flags.negatives.unanimous ?? 0);
  const severity = middle(({ flags }) => flags.negatives.severity ?? 0);
  const history = {
    auc: middle((s) => s.pairs.withHistory.auc),
    recall: middle((s) => s.pairs.withHistory.recall5),
  };
  const pairLine = (name: 'withHistory' | 'without' | 'percentRule' | 'affiliations', words: string) => {
    const own = splits.map(({ pairs }) => `${pairs[name].own}/${pairs[name].others}`).join(', ');
    return `    ${words.padEnd(28)}AUC ${three(middle(({ pairs }) => pairs[name].auc))}, recall at 5 % ${three(middle(({ pairs }) => pairs[name].recall5))} (own/others ${own})`;
  };
  const kinds = Object.keys(splits[0]?.slips.found ?? {});
  const sum = (of: (split: LookbackResult['splits'][number]) => number) =>
    splits.reduce((total, split) => total + of(split), 0);
  const times = (speed.calibrate + speed.check) / speed.csvParse;
  const bytes = Math.max(speed.calibrateBytes, speed.checkBytes) / 2 ** 20;
  return [
    `lookback: ${projects} projects (${marks}), calibrated on each half and tested on the other, means of both`,
    ...['  recall at 1 % false alarms', heads, ...table('recall1'), `  ${goals.join('; ')}`],
    ...['  recall at 0.5 % false alarms', heads, ...table('recallHalf')],
    ...['  AUC', heads, ...table('auc')],
    `  own flag, asked for 1 %: clean ${percent(clean)} (target 0.5–1.3 %: ${verdict(clean >= 0.005 && clean <= 0.013)}), unanimous extremes ${percent(unanimous)} (the same: ${verdict(unanimous <= 0.013)}), a strict or mild expert ${percent(severity)}, single items ${percent(middle(({ flags }) => flags.items))}`,
    `  pairs of at least 5 meetings, own affiliation against the others: target AUC ≥ 0.92, recall ≥ 0.70: ${verdict(history.auc >= 0.92 && history.recall >= 0.7)}`,
    pairLine('withHistory', 'expert × party, with history'),
    pairLine('without', 'without history'),
    pairLine('percentRule', 'mean percent from the others'),
    pairLine('affiliations', 'affiliation × party'),
    `  faults of entry found: ${kinds.map((kind) => `${kind} ${sum(({ slips }) => slips.found[kind]?.found ?? 0)}/${sum(({ slips }) => slips.found[kind]?.planted ?? 0)}`).join(', ')}`,
    `    of exchanged digits that stay in range and on the step ${sum(({ slips }) => slips.onStep.found)}/${sum(({ slips }) => slips.onStep.planted)}; false ${sum(({ slips }) => slips.falseFaults)} of ${sum(({ slips }) => slips.cleanMarks)} clean marks (target 0)`,
    `  ${speed.rows} marks, CPU: csv-parse ${speed.csvParse.toFixed(1)} s, own reader ${speed.ownReader.toFixed(1)} s, calibrate ${speed.calibrate.toFixed(1)} s, check ${speed.check.toFixed(1)} s: both / csv-parse ${times.toFixed(1)}× (target ≤ 10×: ${verdict(times <= 10)}), check / own reader ${(speed.check / speed.ownReader).toFixed(1)}×`,
    `  memory at most ${bytes.toFixed(0)} MiB (target ≤ 1024: ${verdict(bytes <= 1024)})`,
  ];
}
