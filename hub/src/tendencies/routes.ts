/** The look-back desk (回头看) of supervisors and the discipline office: nothing of a project before its reveal. */
import type { Charge } from '#shared/charge/charge.ts';
import {
  type ExpertPage,
  ExpertQuery,
  Exported,
  type HintPage,
  HintQuery,
  type PairPage,
  PairQuery,
} from '#shared/protocol/look-back.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { ChargeRule } from '../gateway/charge.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { readMarks } from '../scoring/decide/reading.ts';
import { recordExport } from './decide.ts';
import { expertsCsv, hintsCsv, pairsCsv } from './exporting.ts';
import { soughtHints } from './hints.ts';
import type { Looked } from './looking.ts';
import { type Lists, pairsAmong, revealedNow } from './now.ts';
import { historyOf, pairPage, soughtExperts } from './people.ts';
import { lookedProject } from './project-view.ts';

const access = ['supervisor', 'discipline'] as const;
/** Each look goes over all projects. */
const rateLimit = { max: 120, timeWindow: 60_000 };
const PAGE_SIZE = 20;
const PAGE_AT_MOST = 100;

type Query = Readonly<Record<string, string | undefined>>;

export const tendencyRoutes: Routes = (app, hub) => {
  const { store, spine } = hub;
  const reading = (url: string, summary: string, charge: ChargeRule = 'narrowed') => ({
    ...{ method: 'GET' as const, url, summary, access, charge, rateLimit },
  });
  route(
    app,
    reading('/api/look-back/hints', 'What is unusual in revealed projects'),
    async ({ query, session }): Promise<HintPage> => {
      const asked = parse(HintQuery, query);
      const { looked, pending, hints } = await revealedNow(hub, session.charge);
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
    async ({ query, session }) => {
      const asked = parse(PairQuery, query);
      const page = await pairsNow(hub, session.charge, asked);
      return { ...page, rows: pageOf(page.rows, asked) };
    },
  );
  route(
    app,
    reading('/api/look-back/experts', 'Experts over revealed projects'),
    async ({ query, session }): Promise<ExpertPage> => {
      const asked = parse(ExpertQuery, query);
      const { rows, sites, told } = await expertsNow(hub, session.charge, asked);
      return { total: rows.length, sites, rows: pageOf(rows, asked).map(told) };
    },
  );
  route(
    app,
    reading('/api/look-back/experts/:person', 'One expert over revealed projects'),
    async ({ param, session: { charge } }) => {
      const { looked, hints } = await revealedNow(hub, charge);
      return historyOf(param('person'), looked, hints, (await pairsAmong(hub, charge, {})).rows);
    },
  );
  route(
    app,
    reading(
      '/api/look-back/projects/:id',
      'The marks of one project, to be plotted; each reading is recorded',
      'project',
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
    async ({ param, query, session, actor }) => {
      const { what, form } = parse(Exported, { what: param('what'), form: param('form') });
      const { rows, csv } = await lists[what](hub, session.charge, query);
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
  hints: async (hub: Lists, charge: Charge, query: Query) => {
    const asked = parse(HintQuery, query);
    const rows = soughtHints((await revealedNow(hub, charge)).hints, asked);
    return { rows, csv: () => hintsCsv(rows) };
  },
  pairs: async (hub: Lists, charge: Charge, query: Query) => {
    const { rows } = await pairsNow(hub, charge, parse(PairQuery, query));
    return { rows, csv: () => pairsCsv(rows) };
  },
  experts: async (hub: Lists, charge: Charge, query: Query) => {
    const found = await expertsNow(hub, charge, parse(ExpertQuery, query));
    const rows = found.rows.map(found.told);
    return { rows, csv: () => expertsCsv(rows) };
  },
};

async function pairsNow(hub: Lists, charge: Charge, asked: PairQuery): Promise<PairPage> {
  const { rows, projects } = await pairsAmong(hub, charge, asked);
  return pairPage(rows, projects, asked);
}

async function expertsNow(hub: Lists, charge: Charge, asked: ExpertQuery) {
  const { looked, hints } = await revealedNow(hub, charge, asked);
  return soughtExperts(looked, hints, (await pairsAmong(hub, charge, asked)).rows, asked);
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
