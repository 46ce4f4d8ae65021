/** The result of `kawei lookback check`, written while it is worked out: a million marks never stand in memory as text. */
import type { MarksFile, ProjectOfFile } from '#hub/lookback/file/marks-file.ts';
import type { Calibration } from '#shared/lookback/calibration.ts';
import { Checker, type Judged } from '#shared/lookback/check.ts';
import { explainAssociation, explainEntry, explainMark } from '#shared/lookback/explain.ts';
import { PairTally } from '#shared/lookback/pairs.ts';

const PIECE = 1 << 16;

/** Standard output, a large piece at a time. */
class Output {
  #text = '';

  constructor() {
    // Whoever reads the result may have seen enough, as `head` does.
    process.stdout.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(0);
    });
  }

  add(text: string): void {
    this.#text += text;
  }

  /** Writes what has gathered; waits where the reader is slower. */
  async pass(all = false): Promise<void> {
    if (this.#text.length < (all ? 1 : PIECE)) return;
    const text = this.#text;
    this.#text = '';
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

/** Looks back at a file and prints the result: as JSON, or what is flagged in words. */
export async function lookBack(
  file: MarksFile,
  calibration: Calibration,
  falseAlarm: number,
  json: boolean,
): Promise<void> {
  const checker = new Checker(calibration, falseAlarm);
  const tally = new PairTally(calibration.pairs);
  const output = new Output();
  const list = json ? new JsonLists(output) : new Words(output);
  list.begin('cells');
  for (const panel of file.projects()) {
    const scope = checker.totalScope(panel);
    if (scope) tally.add(panel, scope.table, scope.curve);
    const judged = checker.total(panel, scope);
    if (judged) list.marks(panel, judged);
    await output.pass();
  }
  list.begin('items');
  for (const panel of file.projects()) {
    for (const judged of checker.items(panel)) list.marks(panel, judged);
    await output.pass();
  }
  const associations = tally.associations(falseAlarm);
  for (const [name, key] of [
    ['pairs', 'expert'],
    ['affiliations', 'affiliation'],
  ] as const) {
    list.begin(name);
    for (const one of associations[name]) {
      const explain = one.flag ? explainAssociation(one, falseAlarm, name === 'affiliations') : null;
      const { who, party, n, statistic, flag } = one;
      list.entry({ [key]: who, party, n, statistic: Number(statistic.toFixed(4)), flag, explain }, explain);
      await output.pass();
    }
  }
  list.begin('entry');
  for (const panel of file.projects()) {
    const { project, experts, bidders, items } = panel;
    for (const fault of checker.entry(panel)) {
      const place = (fault.bidder * experts.length + fault.expert) * items.length + fault.item;
      const explain = explainEntry(panel, fault);
      const meant = fault.meant && { slip: fault.meant.slip, score: fault.meant.mark / 1000 };
      const names = {
        ...{ project, expert: experts[fault.expert], bidder: bidders[fault.bidder] },
        item: items[fault.item]?.id,
      };
      list.entry(
        { ...names, fault: fault.fault, line: panel.lines[place] || null, meant, explain },
        {
          zh: `项目 ${project}：${explain.zh}`,
          en: `Project ${project}: ${explain.en}`,
        },
      );
    }
    await output.pass();
  }
  list.end();
  await output.pass(true);
}

type ListName = 'cells' | 'items' | 'pairs' | 'affiliations' | 'entry';

/** One JSON value, entry by entry. */
class JsonLists {
  readonly #output: Output;
  #between = '{';
  #first = true;

  constructor(output: Output) {
    this.#output = output;
  }

  begin(name: ListName): void {
    this.#output.add(`${this.#between}\n"${name}": [`);
    this.#between = '],';
    this.#first = true;
  }

  /** All marks of a scope; those not flagged without a sentence. */
  marks(panel: ProjectOfFile, judged: Judged): void {
    const { odds, flagged, percentFromOthers, scope } = judged;
    const nr = panel.experts.length;
    const experts = panel.experts.map((expert) => JSON.stringify(expert));
    const bidders = panel.bidders.map((bidder) => JSON.stringify(bidder));
    const project = JSON.stringify(panel.project);
    const item = scope.item === null ? '' : `,"item":${JSON.stringify(panel.items[scope.item]?.id)}`;
    let text = '';
    for (let b = 0, place = 0; b < bidders.length; b++) {
      for (let r = 0; r < nr; r++, place++) {
        const strength = Math.round((odds.strength[place] as number) * 1e9) / 1e9;
        const percent = Math.round((percentFromOthers[place] as number) * 100) / 100;
        const direction = (odds.apart[place] as number) >= 0 ? 'high' : 'low';
        text += `${this.#first ? '\n' : ',\n'}{"project":${project},"expert":${experts[r]},"bidder":${bidders[b]}${item},"strength":${strength},"direction":"${direction}","flag":${flagged[place] === 1},"percentFromOthers":${percent},`;
        this.#first = false;
        if (flagged[place] === 1) text += JSON.stringify(explainMark(panel, judged, place)).slice(1);
        else text += '"explain":null}';
      }
    }
    this.#output.add(text);
  }

  entry(value: object): void {
    this.#output.add(`${this.#first ? '\n' : ',\n'}${JSON.stringify(value)}`);
    this.#first = false;
  }

  end(): void {
    this.#output.add(']}\n');
  }
}

const titles: Record<ListName, string> = {
  cells: '异常评分 / abnormal marks',
  items: '单项异常 / single items',
  pairs: '专家与投标方 / experts and parties',
  affiliations: '单位与投标方 / affiliations and parties',
  entry: '录入差错 / faults of entry',
};

/** What is flagged, in words. */
class Words {
  readonly #output: Output;
  readonly #counts = new Map<ListName, { seen: number; flagged: number }>();
  #count = { seen: 0, flagged: 0 };

  constructor(output: Output) {
    this.#output = output;
  }

  begin(name: ListName): void {
    this.#count = { seen: 0, flagged: 0 };
    this.#counts.set(name, this.#count);
    this.#output.add(`# ${titles[name]}\n`);
  }

  marks(panel: ProjectOfFile, judged: Judged): void {
    this.#count.seen += judged.flagged.length;
    for (let place = judged.flagged.indexOf(1); place >= 0; place = judged.flagged.indexOf(1, place + 1)) {
      this.#count.flagged++;
      const { explain } = explainMark(panel, judged, place);
      this.#output.add(`项目 ${panel.project}：${explain.zh}\nProject ${panel.project}: ${explain.en}\n`);
    }
  }

  entry(_value: object, words: { readonly zh: string; readonly en: string } | null): void {
    this.#count.seen++;
    if (!words) return;
    this.#count.flagged++;
    this.#output.add(`${words.zh}\n${words.en}\n`);
  }

  end(): void {
    for (const [name, { seen, flagged }] of this.#counts)
      this.#output.add(`${titles[name]}: ${flagged}${name === 'entry' ? '' : ` / ${seen}`}\n`);
  }
}
