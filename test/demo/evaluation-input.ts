/** What the demo evaluates: its own project and marks, or those somebody has brought. */
import { readFileSync } from 'node:fs';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkForEvaluation, type Project } from '#shared/projects/project.ts';
import type { Marks } from '#shared/protocol/evaluation.ts';
import type { Plan } from './expert.ts';
import { projectFromMarks, sheetsFromMarks } from './marks.ts';
import { readMarks } from './marks-csv.ts';

export interface EvaluationInput {
  readonly main: Project;
  /** Projects evaluated in the same halls at the same time. */
  readonly others: readonly Project[];
  /** What each expert of the main project will do, in the order of the panel. */
  readonly plans: readonly Plan[];
}

export interface Brought {
  readonly project?: string;
  readonly marks?: string;
}

/** A panel for a project that has none yet: what its marks need, from the demo's two cities. */
const SITES = ['JZ', 'HC'];

export function readInput({ project: projectFile, marks: marksFile }: Brought): EvaluationInput {
  const own = projectFile === undefined && marksFile === undefined;
  const csv = marksFile !== undefined ? readText(marksFile) : own ? shipped('main-marks.csv') : null;
  const rows = csv === null ? null : readMarks(csv);
  const entered =
    projectFile !== undefined
      ? readJsonFile(projectFile)
      : own || !rows
        ? shippedProject('main')
        : projectFromMarks(rows);
  const main = checkForEvaluation(withPanel(entered, rows ? new Set(rows.map((row) => row.expert)).size : 5));
  const size = panelSize(main);
  const sheets = rows ? sheetsFromMarks(main, rows) : inventSheets(main, size);
  if (sheets.length !== size) throw new Refusal('DEMO_PANEL', { marks: sheets.length, panel: size });
  const plans = sheets.map((marks, index): Plan => ({ ...habits(main, index, size), marks }));
  if (own && plans[2]) plans[2] = { ...plans[2], slipOfPen: { bidder: 'B2', item: 'T1', mark: 13_500 } };
  const others = [shippedProject('second'), shippedProject('third')].filter(({ id }) => id !== main.id);
  return { main, others: others.map((other) => atSitesOf(main, other)), plans };
}

/** One expert doubts a bidder's papers, so that there is a vote; one dissents from the report. */
function habits({ bidders }: Project, index: number, size: number): Omit<Plan, 'marks'> {
  const last = bidders.at(-1);
  if (index === 1 && last)
    return { objection: { bidder: last.id, reason: '投标函附录中交货期未逐项响应，需全体专家核对。' } };
  if (index === size - 1)
    return { dissent: '对第一中标候选人的运维响应时间承诺能否落实持保留意见，建议合同中约定违约责任。' };
  return {};
}

/** Marks nobody gave: on the step, spread as real ones are, the same on objective items. */
function inventSheets({ bidders, items }: Project, size: number): Marks[] {
  return Array.from({ length: size }, (_, expert) =>
    Object.fromEntries(
      bidders.map((bidder) => [
        bidder.id,
        Object.fromEntries(
          items.map(({ id, max, step, kind }) => {
            const who = kind === 'objective' ? '' : String(expert);
            const share = Number.parseInt(sha256Hex(`${bidder.id}/${id}/${who}`).slice(0, 4), 16) / 0xffff;
            return [id, Math.round(((0.65 + 0.3 * share) * max) / step) * step];
          }),
        ),
      ]),
    ),
  );
}

function withPanel(project: Project, size: number): Project {
  const { panel } = project;
  if (panel.categories.length > 0 && panel.sites.length > 0) return project;
  const categories =
    panel.categories.length > 0 ? panel.categories : [{ id: 'ZJ', title: '评标专业', count: size }];
  const least = Math.trunc(size / 2);
  const sites =
    panel.sites.length > 0 ? panel.sites : SITES.map((id) => ({ id, min: least, max: size - least }));
  return { ...project, panel: { ...panel, categories, sites } };
}

/** The other projects are evaluated in the halls the main one uses. */
function atSitesOf(main: Project, other: Project): Project {
  const sites = main.panel.sites.slice(0, 2);
  if (other.panel.sites.every((site) => sites.some(({ id }) => id === site.id))) return other;
  return {
    ...other,
    panel: { ...other.panel, sites: sites.map(({ id }) => ({ id, min: 0, max: panelSize(other) })) },
  };
}

export function panelSize({ panel }: Project): number {
  return panel.categories.reduce((sum, category) => sum + category.count, 0);
}

function shippedProject(name: 'main' | 'second' | 'third'): Project {
  return JSON.parse(shipped(`${name}-project.json`)) as Project;
}

function shipped(name: string): string {
  return readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal('FILE_UNREADABLE', {
      file,
      detail: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
}

function readJsonFile(file: string): Project {
  try {
    return JSON.parse(readText(file)) as Project;
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('FILE_NOT_JSON', { file });
  }
}
