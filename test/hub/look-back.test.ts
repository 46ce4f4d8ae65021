/** The look-back over many projects at the hub's doors: who sees what, what is raised, what is refused, what is exported. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '#shared/lookback/normal.ts';
import type {
  ExpertHistoryView,
  ExpertPage,
  HintPage,
  LookedProjectView,
  PairPage,
} from '#shared/protocol/look-back.ts';
import type { AlertView, RecordRow } from '#shared/protocol/views.ts';
import type { Staff } from '#test/demo/staff.ts';
import { codeOf } from '#test/rehearsal/at-the-door.ts';
import { ManyProjects } from '#test/rehearsal/many-projects.ts';

const PROJECTS = 40;
let many: ManyProjects;
let supervisor: Staff;

beforeAll(async () => {
  many = await ManyProjects.open({
    ...{ projects: PROJECTS, experts: 12, parties: 8 },
    // Twelve points of a hundred, each time they meet.
    shift: (expert, party) => (expert === 'E3' && party === 'P5' ? 12 : 0),
    change: (panel, index) => {
      // In the third project one expert gives a bidder next to nothing.
      if (index === 2) for (let i = 0; i < 4; i++) panel.marks[(0 * 7 + 1) * 4 + i] = 1000;
    },
  });
  supervisor = await many.as('supervisor');
});
afterAll(() => many?.close());

const hints = (query = '') => supervisor.get<HintPage>(`/api/look-back/hints${query}`);
const pairs = (query = '') => supervisor.get<PairPage>(`/api/look-back/pairs${query}`);
const get = (staff: Staff, path: string) => codeOf(staff.get(path));

describe('who may look', () => {
  const paths = ['hints', 'pairs', 'experts', 'experts/X-E3', 'projects/XX2026-0001', 'export/hints/csv'];

  it('is supervision and the discipline office alone', async () => {
    const discipline = await many.as('discipline');
    for (const path of paths) {
      expect((await discipline.look(`/api/look-back/${path}`)).status).toBe(200);
      for (const role of ['agency', 'hall', 'audit-admin'] as const)
        expect(await get(await many.as(role), `/api/look-back/${path}`)).toBe('ROLE_FORBIDDEN');
      expect((await fetch(`${many.running.address}/api/look-back/${path}`)).status).toBe(401);
    }
  });

  it('sees nothing of a project before its reveal', async () => {
    const { project, sheets } = await many.drawNext();
    const lists = ['hints', 'pairs', 'experts'].map((what) => `/api/look-back/export/${what}/json`);
    const told = () => Promise.all(lists.map(async (path) => (await supervisor.look(path)).text));
    const known = await told();
    const signed = sheets.slice(0, 6);
    await many.record(...signed);
    expect(await told()).toEqual(known);
    const before = await hints('?size=100');
    expect(before.projects).toBe(PROJECTS);
    expect(before.rows.map((row) => row.project)).not.toContain(project.id);
    expect(await get(supervisor, `/api/look-back/projects/${project.id}`)).toBe('MARKS_SEALED');
    expect(await get(supervisor, '/api/look-back/projects/none')).toBe('MARKS_SEALED');
  });
});

describe('hints', () => {
  it('lists a flag with its project, expert, bidder and owner, and finds it by each of them', async () => {
    const all = await hints('?size=100');
    expect(all).toMatchObject({ sealed: PROJECTS, pending: 0, sites: ['HC', 'JZ'] });
    const flagged = all.rows.find(
      (row) => row.project === 'XX2026-0003' && row.kind === 'percent' && row.direction === 'low',
    );
    expect(flagged).toMatchObject({ state: 'open', direction: 'low', sealed: true, bidder: 'B1' });
    if (!flagged) return;
    const { person, name, party, site } = flagged;
    for (const query of [
      `expert=${person}`,
      `expert=${encodeURIComponent(name)}`,
      `party=${party}`,
      `site=${site}`,
      'kind=percent',
      'state=open',
      'project=XX2026-0003',
      'from=2026-01-07&until=2026-01-07',
    ]) {
      const found = await hints(`?${query}&size=100`);
      expect(found.rows.map((row) => [row.project, row.flag])).toContainEqual(['XX2026-0003', flagged.flag]);
      expect(found.total).toBeLessThanOrEqual(all.total);
    }
    expect((await hints('?from=2026-01-08&size=100')).rows.map((row) => row.project)).not.toContain(
      'XX2026-0003',
    );
    expect((await hints('?expert=nobody')).total).toBe(0);
    const [first, second] = [await hints('?size=2'), await hints('?size=2&page=2')];
    expect([...first.rows, ...second.rows]).toEqual(all.rows.slice(0, 4));
  });

  it('refuses filters that make no sense, each with its reason', async () => {
    for (const [query, code] of [
      ['kind=strange', 'INPUT_INVALID'],
      ['from=yesterday', 'INPUT_INVALID'],
      ['page=0', 'INPUT_INVALID'],
      ['who=X', 'INPUT_INVALID'],
      ['site=a%20b', 'INPUT_INVALID'],
      ['from=2026-02-30', 'DAY_NONE'],
      ['from=2026-02-02&until=2026-02-01', 'PERIOD_BACKWARDS'],
    ])
      expect(await get(supervisor, `/api/look-back/hints?${query}`)).toBe(code);
    for (const list of ['pairs', 'experts', 'export/pairs/csv'])
      expect(await get(supervisor, `/api/look-back/${list}?from=2026-02-02&until=2026-02-01`)).toBe(
        'PERIOD_BACKWARDS',
      );
    expect(await get(supervisor, '/api/look-back/export/hints/xlsx')).toBe('INPUT_INVALID');
    expect(await get(supervisor, '/api/look-back/experts/X-nobody')).toBe('LOOKED_AT_UNKNOWN');
  });
});

describe('pairs over projects', () => {
  it('show the favour that was planted first, and how many chance alone would mark', async () => {
    const page = await pairs('?kind=expert');
    const [first] = page.rows;
    expect(first).toMatchObject({ who: 'X-E3', party: many.partyOf('P5'), flagged: true });
    expect(first?.n).toBeGreaterThanOrEqual(3);
    expect(first?.points).toBeGreaterThan(5);
    expect(page.tested).toBeGreaterThan(50);
    expect(page.expected).toBeCloseTo(page.tested / 100, 9);
    expect((await pairs('?kind=expert&flagged=yes')).total).toBe(page.flagged);
    const own = await pairs(`?expert=X-E3&party=${many.partyOf('P5')}`);
    expect(own.rows.map(({ kind }) => kind)).toEqual(['expert']);
    expect((await pairs('?kind=together')).rows.every((row) => row.correlation !== null)).toBe(true);
  });

  it('raise one alert for the pair, that names nobody, as a lead and no more', async () => {
    const { leaning } = (await pairs('?kind=expert')).rows[0] ?? {};
    expect(leaning).toMatch(/^L\d+$/);
    const raised = (await supervisor.get<AlertView[]>('/api/alerts')).filter(
      ({ code, text }) => code === 'LEANING_FOUND' && text.zh.includes(`${leaning}）`),
    );
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({ severity: 'info', project: null, site: null });
    expect(JSON.stringify(raised)).not.toContain('X-E3');
    const auditor = await many.as('audit-admin');
    const record = await auditor.get<RecordRow[]>('/api/record?limit=500');
    const found = record.filter(({ type }) => type === 'leaning.found');
    expect(found.every(({ payload }) => payload === null)).toBe(true);
    expect(JSON.stringify(record)).not.toContain('X-E3');
  });

  it('count one more project once it is sealed, not while it is revealed', async () => {
    const total = async () => (await pairs('?kind=expert&size=100')).rows.reduce((sum, { n }) => sum + n, 0);
    const before = await total();
    const id = await many.revealNext();
    expect((await hints()).projects).toBe(PROJECTS + 1);
    expect(await total()).toBe(before);
    await many.sealNext();
    expect(await total()).toBeGreaterThan(before);
    expect((await hints()).projects).toBe(PROJECTS + 2);
    expect((await supervisor.look(`/api/look-back/projects/${id}`)).status).toBe(200);
  });
});

describe('one expert, one project', () => {
  it('show severity and spread with their intervals, panel by panel', async () => {
    const page = await supervisor.get<ExpertPage>('/api/look-back/experts?size=100');
    expect(page.total).toBe(12);
    const first = page.rows[0];
    expect(first?.severity?.low).toBeLessThan(first?.severity?.value ?? 0);
    const one = await supervisor.get<ExpertHistoryView>('/api/look-back/experts/X-E3');
    expect(one.panels).toHaveLength(one.projects);
    expect(one.flaggedPairs).toBeGreaterThanOrEqual(1);
    expect(one.pairs[0]).toMatchObject({ kind: 'expert', party: many.partyOf('P5') });
    expect((await supervisor.get<ExpertPage>('/api/look-back/experts?site=HC')).total).toBe(6);
  });

  it('shows the marks as they were signed, and records the reading', async () => {
    const view = await supervisor.get<LookedProjectView>('/api/look-back/projects/XX2026-0003');
    expect(view.scopes.map(({ item }) => item)).toEqual([null, 'C1', 'T1', 'T2', 'T3']);
    expect(view.scopes[0]?.points[0]).toContain(4000);
    expect(at(view.scopes[0]?.usual ?? [], 0)).toBeGreaterThan(1000);
    expect(view.flags.length).toBeGreaterThan(0);
    expect(view.resting?.otherwise).not.toBeNull();
    const auditor = await many.as('audit-admin');
    const [latest] = await auditor
      .get<RecordRow[]>('/api/record?limit=500')
      .then((rows) => rows.filter(({ type }) => type === 'marks.read'));
    expect(latest?.subject).toBe('project/XX2026-0003');
  });
});

describe('export', () => {
  it('gives what the filters leave, as CSV that opens in a spreadsheet and as JSON, and is recorded', async () => {
    const listed = await hints('?kind=percent&size=100');
    const { text: csv } = await supervisor.look('/api/look-back/export/hints/csv?kind=percent');
    const file = await (await supervisor.stream('/api/look-back/export/hints/csv')).bytes();
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(listed.total + 1);
    expect(lines[1]).toContain(listed.rows[0]?.project);
    const json = await supervisor.get<unknown[]>('/api/look-back/export/hints/json?kind=percent');
    expect(json).toEqual(listed.rows);
    const auditor = await many.as('audit-admin');
    const record = await auditor.get<RecordRow[]>('/api/record?limit=500');
    expect(record.find(({ type }) => type === 'tendencies.exported')).toMatchObject({
      payload: { reader: 'supervisor', what: 'hints', form: 'json', rows: listed.total },
    });
    for (const what of ['pairs', 'experts'])
      expect(
        (await supervisor.look(`/api/look-back/export/${what}/csv`)).text.split('\r\n').length,
      ).toBeGreaterThan(5);
  });
});
