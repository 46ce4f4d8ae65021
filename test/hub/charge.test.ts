/** The charge (监督范围) of supervisors and discipline officers: every route that is open to them obeys it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewEvent } from '#hub/ledger/command.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { ExpertHistoryView, ExpertPage, HintPage, PairPage } from '#shared/protocol/look-back.ts';
import type { ProjectRow, SessionView } from '#shared/protocol/views.ts';
import type { Staff } from '#test/demo/staff.ts';
import { codeOf } from '#test/rehearsal/at-the-door.ts';
import { ManyProjects } from '#test/rehearsal/many-projects.ts';

const PROJECTS = 40;
/** Of every other project all members come from one site, of the rest from the other. */
const siteOf = (index: number) => (index % 2 === 0 ? 'JZ' : 'HC');
const OWN = 'XX2026-0001';
const FOREIGN = 'XX2026-0002';
/** What names something of the other site. */
const marksOf = {
  JZ: ['XX2026-0001', 'JZ-T1', 'JZ-H1', 'KEY-JZ'],
  HC: ['XX2026-0002', 'HC-T1', 'HC-H1', 'KEY-HC'],
};

let many: ManyProjects;
const staff = new Map<string, Staff>();
const of = (user: string): Staff => {
  const known = staff.get(user);
  if (!known) throw new Error(user);
  return known;
};

beforeAll(async () => {
  many = await ManyProjects.open({
    ...{ projects: PROJECTS, experts: 9, parties: 6 },
    // Only at the one site; over all projects it is diluted, and over those of the other it is not there.
    shift: (expert, party, index) => (siteOf(index) === 'HC' && expert === 'E3' && party === 'P5' ? 20 : 0),
    siteOf: (_expert, index) => siteOf(index),
  });
  for (const site of ['JZ', 'HC'] as const) await furnish(site);
  for (let index = 0; index < PROJECTS; index++) {
    const project = `XX2026-${String(index + 1).padStart(4, '0')}`;
    await many.record({ type: 'panel.assembled', subject: `project/${project}`, payload: { project } });
  }
  const security = await many.administrator('secadmin');
  const made = { name: '属地监督', password: many.password, charge: ['JZ'] };
  for (const role of ['supervisor', 'discipline'])
    await security.send('POST', '/api/users', { ...made, user: `${role}-jz`, role });
  for (const user of ['supervisor', 'discipline', 'supervisor-jz', 'discipline-jz'])
    staff.set(user, await many.signIn(user));
  staff.set('secadmin', security);
});
afterAll(() => many?.close());

/** A hall with a booth, a signing key, draws, alerts, and a project that waits for a batch. */
async function furnish(site: 'JZ' | 'HC'): Promise<void> {
  const system = await many.administrator('sysadmin');
  await system.send('POST', '/api/halls', {
    id: `${site}-H1`,
    site,
    name: `${site}-H1 厅`,
    rows: 1,
    columns: 2,
  });
  await system.send('POST', '/api/booths', { id: `${site}-T1`, hall: `${site}-H1`, seat: `${site}-H1-0101` });
  const project = site === 'JZ' ? OWN : FOREIGN;
  const nothing = { seats: [], adjacent: [], occupants: [] };
  const input = { kind: 'seats' as const, hall: `${site}-H1`, rules: 'kawei/seats@1' as const, ...nothing };
  const label = `KEY-${site}`;
  const key = sha256Hex(label);
  const drawOf = (kind: 'panel' | 'seats', about: string): NewEvent => ({
    type: 'draw.opened',
    subject: `draw/${about}#1`,
    payload: {
      ...{ drawId: `${about}#1`, kind, about, input, inputDigest: sha256Hex(about) },
      ...{ parties: [site], deadline: '2099-01-01T00:00:00.000Z', seconds: 60 },
    },
  });
  const alertOf = (alert: string, place: { project: string | null; site: string | null }): NewEvent => ({
    type: 'alert.raised',
    subject: `alert/${alert}`,
    payload: { alert, code: 'ABNORMAL_MARKS', values: { count: 1 }, booth: null, ...place },
  });
  const n = site === 'JZ' ? 1 : 3;
  const batch = { day: '2026-11-30', possible: 'keep' as const, excluded: [] };
  await many.record(
    {
      type: 'site-key.registered',
      subject: `site/${site}`,
      payload: { site, key, label, proof: '0'.repeat(128) },
    },
    drawOf('panel', project),
    drawOf('seats', `${site}-H1`),
    alertOf(`A90${n}`, { project, site: null }),
    alertOf(`A90${n + 1}`, { project: null, site }),
    { type: 'batch.joined', subject: `project/${project}`, payload: { project, ...batch } },
  );
}

/** Every route the hub has, with what names something of a project or site filled from this one. */
async function routes(
  values: Readonly<Record<string, string>>,
): Promise<{ name: string; method: string; path: string }[]> {
  type Paths = Record<string, Record<string, unknown>>;
  const { paths } = await of('supervisor').get<{ paths: Paths }>('/api/openapi.json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const kind = /(\w+)\/\{id\}/.exec(path)?.[1];
        const value = values[name === 'id' ? `${kind}.id` : name];
        if (value === undefined) throw new Error(`${path}: what is {${name}}?`);
        return encodeURIComponent(value);
      }),
    })),
  );
}

const valuesOf = (site: 'JZ' | 'HC') => ({
  ...{ 'projects.id': site === 'JZ' ? OWN : FOREIGN, 'alerts.id': site === 'JZ' ? 'A901' : 'A903' },
  ...{ drawId: `${site === 'JZ' ? OWN : FOREIGN}#1`, booth: `${site}-T1`, hall: `${site}-H1` },
  ...{ flag: 'F1', person: 'X-E3', what: 'hints', form: 'json', key: sha256Hex(`KEY-${site}`) },
  ...{ user: 'nobody', clarification: 'C1', 'experts.id': 'X-E1', suspension: '1' },
  ...{ bidder: 'B1', digest: '0'.repeat(64) },
});

/** Answers that belong to everybody, and the one that would end this session. */
const passedBy = (name: string) => / \/api\/public\//.test(name) || name === 'DELETE /api/session';

/** Files that the projects of this hub, which were never really sealed, do not have. */
const files = [
  'GET /api/projects/{id}/report.pdf',
  'GET /api/projects/{id}/evidence.zip',
  'GET /api/projects/{id}/bids/{bidder}/documents/{digest}',
];

async function answers(
  user: string,
  site: 'JZ' | 'HC',
  without: readonly string[] = [],
): Promise<Map<string, { code: string; text: string }>> {
  const told = new Map<string, { code: string; text: string }>();
  for (const { name, method, path } of await routes(valuesOf(site))) {
    if (passedBy(name) || without.includes(name)) continue;
    const text = method === 'GET' ? (await of(user).look(path)).text : '';
    const code = method === 'GET' ? codeIn(text) : await codeOf(of(user).send(method, path, {}));
    told.set(name, { code, text });
  }
  return told;
}

const textOf = (told: Awaited<ReturnType<typeof answers>>, name: string) => told.get(name)?.text ?? '';

function codeIn(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === 'string' ? code : 'done';
  } catch {
    return 'done';
  }
}

/** How each route that is open to supervisors obeys; one that is missing here has not been thought of. */
const refused = [
  'GET /api/booths/{booth}/readiness/file',
  'GET /api/draws/{drawId}/transcript',
  'GET /api/draws/{drawId}/watch',
  'GET /api/look-back/projects/{id}',
  'GET /api/projects/{id}',
  'GET /api/projects/{id}/batch',
  'GET /api/projects/{id}/bids/{bidder}/documents/{digest}',
  'GET /api/projects/{id}/certificate.json',
  'GET /api/projects/{id}/documents',
  'GET /api/projects/{id}/evidence.zip',
  'GET /api/projects/{id}/exclusions',
  'GET /api/projects/{id}/marks',
  'GET /api/projects/{id}/refused-requests',
  'GET /api/projects/{id}/report.pdf',
  'POST /api/alerts/{id}/decide',
  'POST /api/booths/{booth}/orders',
  'POST /api/draws/{drawId}/beacon',
  'POST /api/projects/{id}/flags/{flag}/decide',
];
const whole = ['GET /api/fairness'];
/** With what of the other site those see whose charge is everything. */
const narrowed: Readonly<Record<string, string | RegExp>> = {
  'GET /api/alerts': 'A903',
  'GET /api/batches': FOREIGN,
  'GET /api/draws': FOREIGN,
  'GET /api/draws/watch': 'HC-H1',
  'GET /api/enrolments': '',
  'GET /api/look-back/experts': 'HC',
  'GET /api/look-back/experts/{person}': /XX2026-00\d[02468]/,
  'GET /api/look-back/export/{what}/{form}': 'HC',
  'GET /api/look-back/hints': 'HC',
  'GET /api/look-back/pairs': /"leaning":"L/,
  'GET /api/projects': FOREIGN,
  'GET /api/readiness': 'HC-T1',
  'GET /api/site-keys': 'KEY-HC',
  'GET /api/venues': 'HC-T1',
};
/** Nothing of any project or site. */
const open = ['GET /api/behind', 'GET /api/session', 'POST /api/session', 'POST /api/session/password'];
const forAnybody = ['POST /api/messages/answers'];
/** Of these a discipline officer has none. */
const supervisorsAlone = [
  'GET /api/booths/{booth}/readiness/file',
  'GET /api/readiness',
  'POST /api/booths/{booth}/orders',
];

describe.each(['supervisor', 'discipline'])('a %s of one site', (role) => {
  const known = [...refused, ...whole, ...Object.keys(narrowed), ...open, ...forAnybody];
  const expected = known.filter((name) => role === 'supervisor' || !supervisorsAlone.includes(name));

  it('is answered by each route by its charge, and by no route that has no rule', async () => {
    const told = await answers(`${role}-jz`, 'HC');
    const openTo = [...told].filter(([, { code }]) => code !== 'ROLE_FORBIDDEN').map(([name]) => name);
    expect(openTo.sort()).toEqual(expected.toSorted());
    for (const name of refused)
      if (expected.includes(name)) expect([name, told.get(name)?.code]).toEqual([name, 'NOT_IN_CHARGE']);
    for (const name of whole) expect([name, told.get(name)?.code]).toEqual([name, 'CHARGE_LIMITED']);
    for (const [name, { text }] of told)
      for (const mark of marksOf.HC) expect([name, mark, text.includes(mark)]).toEqual([name, mark, false]);
  });

  it('sees of its own site what one sees whose charge is everything', async () => {
    const [all, own] = [await answers(role, 'HC', files), await answers(`${role}-jz`, 'JZ', files)];
    for (const [name, mark] of Object.entries(narrowed)) {
      if (!expected.includes(name)) continue;
      expect([name, textOf(all, name).search(mark) !== -1]).toEqual([name, true]);
      if (mark !== '') expect([name, textOf(own, name).search(mark) !== -1]).toEqual([name, false]);
    }
    for (const name of refused)
      if (expected.includes(name)) expect([name, own.get(name)?.code]).not.toEqual([name, 'NOT_IN_CHARGE']);
    expect(own.get('GET /api/projects')?.text).toContain(OWN);
    for (const mark of ['A901', 'A902']) expect(own.get('GET /api/alerts')?.text).toContain(mark);
    expect(own.get('GET /api/venues')?.text).toContain('JZ-T1');
    expect(own.get('GET /api/draws/watch')?.text).toContain('JZ-H1');
    expect(own.get('GET /api/batches')?.text).toContain(OWN);
  });
});

describe('figures over projects', () => {
  const favour = async (user: string) => {
    const page = await of(user).get<PairPage>(
      `/api/look-back/pairs?kind=expert&expert=X-E3&party=${many.partyOf('P5')}`,
    );
    return { projects: page.projects, pair: page.rows[0] };
  };

  it('are worked out from those in the charge alone', async () => {
    const [all, own] = [await favour('supervisor'), await favour('supervisor-jz')];
    expect([all.projects, own.projects]).toEqual([PROJECTS, PROJECTS / 2]);
    expect(all.pair?.statistic).toBeGreaterThan((own.pair?.statistic ?? 0) + 1);
    expect(own.pair?.n).toBeLessThan(all.pair?.n ?? 0);
    const experts = await of('supervisor-jz').get<ExpertPage>('/api/look-back/experts?expert=X-E3');
    const history = await of('supervisor-jz').get<ExpertHistoryView>('/api/look-back/experts/X-E3');
    expect(experts.rows[0]?.projects).toBe(history.panels.length);
    expect(history.panels.map(({ project }) => Number(project.slice(-4)) % 2)).not.toContain(0);
    expect(await of('supervisor-jz').get<HintPage>('/api/look-back/hints')).toMatchObject({
      projects: PROJECTS / 2,
      sites: ['JZ'],
    });
  });

  it('of a period are those of a hub that has had no other projects', async () => {
    const query = 'kind=expert&size=100&from=2026-01-11&until=2026-01-30';
    const { rows, projects } = await of('supervisor').get<PairPage>(`/api/look-back/pairs?${query}`);
    expect(projects).toBe(20);
    // Days 7 to 26 of the same model.
    const alone = await many.alone(6, 26);
    const figures = rows.map(({ who, party, n, statistic }) => [who, party, n, statistic.toFixed(6)]);
    expect(figures.length).toBeGreaterThan(10);
    expect(figures.sort()).toEqual(
      alone.map(({ who, party, n, statistic }) => [who, party, n, statistic.toFixed(6)]).sort(),
    );
    const experts = await of('supervisor').get<ExpertPage>(
      '/api/look-back/experts?from=2026-01-11&until=2026-01-11',
    );
    expect(experts.rows.map((row) => row.projects)).toEqual(Array(7).fill(1));
    const exported = await of('supervisor').get<unknown[]>(
      `/api/look-back/export/pairs/json?${query.replace('&size=100', '')}`,
    );
    expect(exported.length).toBe(rows.length);
  });
});

describe('a charge', () => {
  it('is for supervisors and discipline officers, names sites that there are, and may be changed', async () => {
    const security = of('secadmin');
    const create = (user: string, role: string, charge: unknown) =>
      codeOf(
        security.send('POST', '/api/users', { user, name: '名', role, charge, password: many.password }),
      );
    expect(await create('one', 'agency', ['JZ'])).toBe('USER_CHARGE');
    expect(await create('one', 'supervisor', ['MOON'])).toBe('SITE_UNKNOWN');
    expect(await create('one', 'supervisor', [])).toBe('INPUT_INVALID');
    expect(await create('one', 'supervisor', ['JZ', 'HC', 'JZ'])).toBe('done');
    const one = await many.signIn('one');
    const charge = async () => (await one.get<{ session: SessionView }>('/api/session')).session.charge;
    const projects = async () => (await one.get<ProjectRow[]>('/api/projects')).length;
    expect([await charge(), await projects()]).toEqual([['HC', 'JZ'], PROJECTS]);
    const change = (user: string, to: unknown, by = security) =>
      codeOf(by.send('POST', `/api/users/${user}/charge`, { charge: to }));
    expect(await change('one', ['HC'])).toBe('done');
    // The same session, from the next question on.
    expect([await charge(), await projects()]).toEqual([['HC'], PROJECTS / 2]);
    expect(await codeOf(one.get(`/api/projects/${OWN}`))).toBe('NOT_IN_CHARGE');
    expect(await codeOf(one.get('/api/projects/none'))).toBe('NOT_IN_CHARGE');
    expect(await change('one', null)).toBe('done');
    expect([await charge(), await projects()]).toEqual([null, PROJECTS]);
    expect(await change('agency', ['HC'])).toBe('USER_CHARGE');
    expect(await change('nobody', ['HC'])).toBe('USER_UNKNOWN');
    expect(await change('one', ['MOON'])).toBe('SITE_UNKNOWN');
    expect(await change('one', ['HC'], one)).toBe('ROLE_FORBIDDEN');
  });
});
