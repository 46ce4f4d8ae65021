import { Refusal } from '#shared/catalogue/refusal.ts';
import { employmentOf } from '#shared/conflicts/conflicts.ts';
import { liesIn } from '#shared/pool/expert.ts';
import type { ExpertView } from '#shared/protocol/pool-views.ts';
import {
  Availability,
  KinDeclared,
  LiftSuspension,
  NewEmployment,
  NewSuspension,
  PoolImport,
} from '#shared/protocol/requests.ts';
import { dayInChina } from '#shared/time/day.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { callCounts } from '../invitations/reads.ts';
import { plan } from '../ledger/command.ts';
import { changeAvailability, declareKin, liftSuspension, recordEmployment, suspend } from './decide.ts';
import { readListFile } from './files/reading.ts';
import { templateCsv, templateXlsx } from './files/template.ts';
import { importList } from './import.ts';
import { changesOf, expertRow, findExpert, type PoolQuery, poolPage, suspensionsOf } from './reads.ts';

/** Room for 100,000 experts in one import. */
const POOL_LIMIT = 128 * 1_048_576;
const FILE_LIMIT = 64 * 1_048_576;
const PAGE_SIZE = 20;
const PAGE_AT_MOST = 200;

const admin = ['system-admin'] as const;

export const poolRoutes: Routes = (app, hub) => {
  const { store, now } = hub;
  const today = () => dayInChina(now().toISOString());
  route(
    app,
    { method: 'GET', url: '/api/experts', summary: 'One page of the pool, ID numbers masked', access: admin },
    ({ query }) => poolPage(store, queryOf(query, today()), today()),
  );
  app.register(async (scope) => {
    const raw = { parseAs: 'buffer', bodyLimit: POOL_LIMIT } as const;
    // Read on the thread that works on the pool: a long list would hold up everybody.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', raw, (_request, body, done) => done(null, body));
    route(
      scope,
      {
        method: 'POST',
        url: '/api/experts',
        summary: 'Import experts',
        access: admin,
        documented: PoolImport,
        bodyLimit: POOL_LIMIT,
      },
      ({ request, actor }) =>
        importList(hub, { list: bytesOf(request.body, 'INPUT_NOT_JSON'), from: 'request' }, actor),
    );
  });
  app.register(async (scope) => {
    const raw = { parseAs: 'buffer', bodyLimit: FILE_LIMIT } as const;
    scope.addContentTypeParser('application/octet-stream', raw, (_request, body, done) => done(null, body));
    route(
      scope,
      {
        method: 'POST',
        url: '/api/experts/file',
        summary: 'Import experts from a CSV or XLSX file',
        access: admin,
        bodyLimit: FILE_LIMIT,
      },
      async ({ request, actor }) =>
        importList(
          hub,
          { list: await readListFile(bytesOf(request.body, 'POOL_EMPTY')), from: 'file' },
          actor,
        ),
    );
  });
  route(
    app,
    { method: 'GET', url: '/api/experts/template.csv', summary: 'An empty list to fill in', access: admin },
    async () =>
      new Response(templateCsv(), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="experts.csv"',
        },
      }),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/experts/template.xlsx',
      summary: 'The same as a workbook whose cells are text',
      access: admin,
    },
    async () =>
      new Response(new Uint8Array(await templateXlsx()), {
        headers: {
          'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          'content-disposition': 'attachment; filename="experts.xlsx"',
        },
      }),
  );
  expertRoutes(app, hub);
};

/** What concerns one expert. */
const expertRoutes: Routes = (app, { spine, store, now }) => {
  route(
    app,
    { method: 'GET', url: '/api/experts/:id', summary: 'One expert, with history and trace', access: admin },
    async ({ param }): Promise<ExpertView> => {
      const id = param('id');
      const expert = await findExpert(store, id);
      if (!expert) throw new Refusal('EXPERT_UNKNOWN');
      const today = dayInChina(now().toISOString());
      const suspended = expert.suspensions.some((period) => liesIn(today, period));
      return {
        ...expertRow(expert, suspended),
        employment: employmentOf(expert),
        employments: [...expert.employments],
        kin: [...expert.kin],
        unavailable: [...expert.unavailable],
        suspensions: await suspensionsOf(store, id),
        changes: await changesOf(store, id),
        calls: await callCounts(store, id),
      };
    },
  );
  const changes = '/api/experts/:id';
  const post = { method: 'POST', access: admin } as const;
  route(
    app,
    { ...post, url: `${changes}/employments`, summary: 'Add to the history', body: NewEmployment },
    ({ body, param, actor }) =>
      done(spine.do(plan(recordEmployment, { expert: param('id'), ...body }), actor)),
  );
  route(
    app,
    { ...post, url: `${changes}/kin`, summary: 'Declare kin', body: KinDeclared },
    ({ body, param, actor }) => done(spine.do(plan(declareKin, { expert: param('id'), ...body }), actor)),
  );
  route(
    app,
    {
      ...post,
      url: `${changes}/availability`,
      summary: 'Days on which they cannot come',
      body: Availability,
    },
    ({ body, param, actor }) =>
      done(spine.do(plan(changeAvailability, { expert: param('id'), ...body }), actor)),
  );
  route(
    app,
    { ...post, url: `${changes}/suspensions`, summary: 'Suspend', body: NewSuspension },
    ({ body, param, actor }) => spine.do(plan(suspend, { expert: param('id'), ...body }), actor),
  );
  route(
    app,
    {
      ...post,
      url: `${changes}/suspensions/:suspension/lift`,
      summary: 'Lift a suspension',
      body: LiftSuspension,
    },
    ({ body, param, actor }) => {
      const suspension = Number(param('suspension'));
      return done(spine.do(plan(liftSuspension, { expert: param('id'), suspension, ...body }), actor));
    },
  );
};

function bytesOf(body: unknown, refusal: 'POOL_EMPTY' | 'INPUT_NOT_JSON'): Uint8Array {
  if (!Buffer.isBuffer(body)) throw new Refusal(refusal);
  return body;
}

async function done(work: Promise<unknown>): Promise<void> {
  await work;
}

function queryOf(query: Readonly<Record<string, string | undefined>>, today: string): PoolQuery {
  const { text = '', category = '', site = '', suspended } = query;
  const whole = (value: string | undefined, fallback: number, most: number) => {
    const number = Number.parseInt(value ?? '', 10);
    return Number.isInteger(number) ? Math.min(Math.max(number, 1), most) : fallback;
  };
  return {
    text: text.trim().slice(0, 100),
    category: category.trim().slice(0, 64),
    site,
    suspendedOn: suspended === '1' ? today : null,
    page: whole(query.page, 1, 1_000_000),
    size: whole(query.size, PAGE_SIZE, PAGE_AT_MOST),
  };
}
