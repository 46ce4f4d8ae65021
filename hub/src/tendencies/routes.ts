/** The look-back desk (回头看) of supervisors and the discipline office: nothing of a project before its reveal. */
import {
  type ExpertPage,
  ExpertQuery,
  Exported,
  type HintPage,
  HintQuery,
  PairQuery,
} from '#shared/protocol/look-back.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { Hub, Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { tellError } from '../ledger/tell-error.ts';
import { readMarks } from '../scoring/decide/reading.ts';
import { recordExport } from './decide.ts';
import { expertsCsv, hintsCsv, pairsCsv } from './exporting.ts';
import { soughtHints } from './hints.ts';
import type { Looked } from './looking.ts';
import { historyOf, pairPage, pairRow, soughtExperts } from './people.ts';
import { lookedProject } from './project-view.ts';
import { leaningsByPair } from './reads.ts';

const access = ['supervisor', 'discipline'] as const;
/** Each look goes over all projects. */
const rateLimit = { max: 120, timeWindow: 60_000 };
const PAGE_SIZE = 20;
const PAGE_AT_MOST = 100;

type Query = Readonly<Record<string, string | undefined>>;
type Lists = Pick<Hub, 'store' | 'tendencyDesk'>;

export const tendencyRoutes: Routes = (app, hub) => {
  const { store, spine } = hub;
  const reading = (url: string, summary: string) => ({
    ...{ method: 'GET' as const, url, summary, access, rateLimit },
  });
  route(
    app,
    reading('/api/look-back/hints', 'What is unusual in revealed projects'),
    async ({ query }): Promise<HintPage> => {
      const asked = parse(HintQuery, query);
      const { looked, pending, hints } = await hintsNow(hub);
      const rows = soughtHints(hints, asked);
      return {
        total: rows.length,
        projects: looked.length,
        sealed: looked.filter(({ sealed }) => sealed).length,
        pending,
        sites: sitesOf(looked),
        rows: pageOf(rows, asked),
      };
    },
  );
  route(
    app,
    reading('/api/look-back/pairs', 'Pairs over sealed projects, with what chance gives'),
    async ({ query }) => {
      const asked = parse(PairQuery, query);
      const page = pairPage(await pairsNow(hub), asked);
      return { ...page, rows: pageOf(page.rows, asked) };
    },
  );
  route(
    app,
    reading('/api/look-back/experts', 'Experts over revealed projects'),
    async ({ query }): Promise<ExpertPage> => {
      const asked = parse(ExpertQuery, query);
      const { rows, sites, told } = await expertsNow(hub, asked);
      return { total: rows.length, sites, rows: pageOf(rows, asked).map(told) };
    },
  );
  route(
    app,
    reading('/api/look-back/experts/:person', 'One expert over revealed projects'),
    async ({ param }) => {
      const { looked, hints } = await hintsNow(hub);
      return historyOf(param('person'), looked, hints, await pairsNow(hub));
    },
  );
  route(
    app,
    reading(
      '/api/look-back/projects/:id',
      'The marks of one project, to be plotted; each reading is recorded',
    ),
    async ({ param, actor }) => {
      const view = await lookedProject(store, param('id'));
      await spine.do(plan(readMarks, { project: param('id') }), actor);
      return view;
    },
  );
  route(
    app,
    reading('/api/look-back/export/:what/:form', 'A list of the desk as a file; each export is recorded'),
    async ({ param, query, actor }) => {
      const { what, form } = parse(Exported, { what: param('what'), form: param('form') });
      const { rows, csv } = await lists[what](hub, query);
      await spine.do(plan(recordExport, { what, form, rows: rows.length }), actor);
      const body = form === 'csv' ? csv() : `${JSON.stringify(rows, null, 2)}\n`;
      const type = form === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8';
      const disposition = `attachment; filename="look-back-${what}.${form}"`;
      return new Response(body, { headers: { 'content-type': type, 'content-disposition': disposition } });
    },
  );
};

/** The whole of each list under its filters, as rows and as CSV. */
const lists = {
  hints: async (hub: Lists, query: Query) => {
    const asked = parse(HintQuery, query);
    const rows = soughtHints((await hintsNow(hub)).hints, asked);
    return { rows, csv: () => hintsCsv(rows) };
  },
  pairs: async (hub: Lists, query: Query) => {
    const asked = parse(PairQuery, query);
    const { rows } = pairPage(await pairsNow(hub), asked);
    return { rows, csv: () => pairsCsv(rows) };
  },
  experts: async (hub: Lists, query: Query) => {
    const found = await expertsNow(hub, parse(ExpertQuery, query));
    const rows = found.rows.map(found.told);
    return { rows, csv: () => expertsCsv(rows) };
  },
};

async function hintsNow({ tendencyDesk }: Lists) {
  const { hinted, pending } = await tendencyDesk.look(tellError);
  const looked = hinted.map((one) => one.looked);
  return { looked, pending, hints: hinted.flatMap(({ hints }) => hints) };
}

async function pairsNow({ store, tendencyDesk }: Lists) {
  await tendencyDesk.look(tellError);
  const leanings = await leaningsByPair(store);
  return (await tendencyDesk.figures()).map((figure) => pairRow(figure, tendencyDesk, leanings));
}

async function expertsNow(hub: Lists, asked: ExpertQuery) {
  const { looked, hints } = await hintsNow(hub);
  return soughtExperts(looked, hints, await pairsNow(hub), asked);
}

function pageOf<T>(rows: readonly T[], asked: { page?: string; size?: string }): T[] {
  const size = Math.min(PAGE_AT_MOST, Number(asked.size ?? PAGE_SIZE));
  const from = (Number(asked.page ?? 1) - 1) * size;
  return rows.slice(from, from + size);
}

function sitesOf(looked: readonly Looked[]): string[] {
  const sites = new Set<string>();
  for (const { experts } of looked) for (const { site } of experts) sites.add(site);
  return [...sites].sort();
}
