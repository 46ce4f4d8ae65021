/** Main and side sites put to a draw before the panel (两随机), at the hub's doors. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PanelInput, SitesInput } from '#shared/draw/input.ts';
import { drawSites, type SitesResult } from '#shared/draw/sites.ts';
import { replay } from '#shared/draw/transcript.ts';
import type { DrawView, ProjectView, RecordRow, WatchedDraw } from '#shared/protocol/views.ts';
import { Refused } from '#test/demo/staff.ts';
import { drawOf, made, transcriptOf } from '#test/rehearsal/at-ceremonies.ts';
import { codeOf, entriesOf, expectSound, partOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const candidates = ['S1', 'S2', 'S3'];
const quotas = { main: { min: 3, max: 4 }, side: { min: 1, max: 2 } };
const wanted = { sides: 1, quotas, excluded: [] };
const drawId = 'P1~sites#1';
let centre: Centre;

/** Three candidate sites, any one or two of which can give a panel of five. */
const projectOf = (id: string) => {
  const project = projectAt(id, candidates);
  const sites = candidates.map((site) => ({ id: site, min: 0, max: 5 }));
  return { ...project, panel: { ...project.panel, sites } };
};

beforeAll(async () => {
  centre = await Centre.open(['P1', 'P2', 'P3'].map(projectOf));
  for (const id of ['P1', 'P2', 'P3']) await centre.enterAndFreeze(projectOf(id));
});
afterAll(() => centre.close());

const ask = async (project: string, body: object, user = 'agency') =>
  (await centre.as(user)).send<{ drawId: string }>('POST', `/api/projects/${project}/sites`, body);
const askPanel = async (project: string, body: object, from = '') =>
  (await centre.as('agency')).send<{ drawId: string }>('POST', `/api/projects/${project}/panel${from}`, body);
const view = async (user = 'agency') => (await centre.as(user)).get<ProjectView>('/api/projects/P1');

/** All candidate sites take part, whichever are drawn. */
async function hold(id: string): Promise<void> {
  const parts = await Promise.all(candidates.map((site) => partOf(centre, site, id)));
  const digest = (await parts[0]?.view())?.inputDigest ?? '';
  for (const part of parts) expect(await part.countersign(digest)).toBe('done');
  for (const part of parts) expect(await part.commit(digest)).toBe('done');
  for (const part of parts) expect(await part.reveal()).toBe('done');
}

it('refuses what cannot be drawn, and changes nothing', async () => {
  for (const user of ['agency', 'supervisor']) await centre.as(user); // signing in is recorded too
  const entries = await entriesOf(centre);
  const code = (change: object, user?: string) => codeOf(ask('P1', { ...wanted, ...change }, user));
  expect(await code({ sides: 3 })).toBe('DRAW_INPUT');
  expect(await code({ sides: -1 })).toBe('INPUT_INVALID');
  expect(await code({ quotas: { ...quotas, side: { min: 2, max: 1 } } })).toBe('DRAW_INPUT');
  expect(await code({ day: '2020-01-01' })).toBe('PANEL_DAY_PAST');
  expect(await code({}, 'supervisor')).toBe('ROLE_FORBIDDEN');
  expect(await codeOf(ask('P9', wanted))).toBe('PROJECT_UNKNOWN');
  expect(await codeOf(askPanel('P1', {}, '/from-sites'))).toBe('SITES_NOT_DRAWN');
  expect(await entriesOf(centre)).toBe(entries);
});

it('puts on record what the pool refuses, and tells of other panels and exclusions nothing but that', async () => {
  const asked = { what: 'sites', possible: 'exclude' };
  const tight = { ...wanted, quotas: { ...quotas, main: { min: 1, max: 1 } } };
  expect(await codeOf(ask('P1', tight))).toBe('SITES_PANEL_NONE');
  const unknown = [{ expert: 'nobody', reason: 'x' }];
  expect(await codeOf(ask('P1', { ...wanted, excluded: unknown }))).toBe('EXPERT_UNKNOWN');
  const atS1 = centre.people.filter(({ site }) => site === 'S1');
  const excluded = atS1.slice(1).map(({ id }) => ({ expert: id, reason: '回避' }));
  const refused = await ask('P1', { ...wanted, excluded }).catch((error: unknown) => error);
  expect(refused instanceof Refused ? refused.refusal : refused).toMatchObject({
    code: 'PANEL_NOT_FORMED',
    message: { zh: expect.not.stringMatching(/S\d|\d 人/), en: expect.not.stringMatching(/S\d/) },
  });
  const rows = await centre.running.hub.store
    .selectFrom('ledger')
    .select('payload')
    .where('type', '=', 'panel.request-refused')
    .orderBy('seq')
    .execute();
  expect(rows.map(({ payload }) => JSON.parse(payload))).toMatchObject([
    { ...asked, excluded: [], code: 'SITES_PANEL_NONE' },
    { ...asked, excluded: unknown, code: 'EXPERT_UNKNOWN' },
    { ...asked, excluded, code: 'PANEL_NOT_FORMED' },
  ]);
});

it('draws them with a ceremony of their own, and tells nobody who handles the project which they are', async () => {
  const barred = { expert: centre.people[0]?.id, reason: '曾任投标人顾问' };
  expect(await ask('P1', { ...wanted, excluded: [barred] })).toEqual({ drawId });
  expect(await codeOf(ask('P1', wanted))).toBe('SITES_REQUESTED');
  expect(await codeOf(askPanel('P1', { excluded: [] }))).toBe('SITES_DRAWN');
  expect(await codeOf(askPanel('P1', {}, '/from-sites'))).toBe('SITES_NOT_DRAWN');
  expect((await view()).stage).toBe('drawing');
  await hold(drawId);
  const transcript = await made(centre, drawId);
  expect(replay(transcript).filter(({ holds }) => !holds)).toEqual([]);
  expect(transcript.input).toEqual({
    ...{ kind: 'sites', project: 'P1', rules: 'kawei/sites@1', candidates, sides: 1, quotas, beacon: null },
  });
  expect(transcript.result).toEqual(drawSites(transcript.input as SitesInput, transcript.seed));
  // Supervision watches; whoever else has the seed could draw the known sites again.
  const watched = await (await centre.as('supervisor')).get<WatchedDraw>(
    `/api/draws/${encodeURIComponent(drawId)}/watch`,
  );
  expect(watched.draw).toMatchObject({ kind: 'sites', title: 'P1 项目', seed: transcript.seed });
  for (const user of ['agency', 'hall-s1']) {
    const own = await (await centre.as(user)).get<DrawView[]>('/api/draws');
    expect(own.find((draw) => draw.drawId === drawId)).toMatchObject({ phase: 'completed', seed: null });
    for (const what of ['watch', 'transcript']) {
      const read = (await centre.as(user)).get(`/api/draws/${encodeURIComponent(drawId)}/${what}`);
      expect(await codeOf(read)).toBe('ROLE_FORBIDDEN');
    }
  }
  const anybody = (await centre.as('agency')).get(`/api/public/draws/${encodeURIComponent(drawId)}`);
  expect(await codeOf(anybody)).toBe('DRAW_NOT_PUBLISHED');
  const record = await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record?limit=200');
  expect(record.filter(({ type }) => type === 'draw.revealed')).toHaveLength(candidates.length);
  for (const { nonce } of transcript.reveals) expect(JSON.stringify(record)).not.toContain(nonce);
  const seen = await view();
  expect(seen).toMatchObject({ stage: 'frozen', drawnSites: null, siteDraws: [{ drawId, seed: null }] });
  expect(JSON.stringify(seen)).not.toContain(transcript.seed);
});

it('draws the panel from the drawn sites and by their quotas, all candidate sites taking part', async () => {
  const drawn = (await transcriptOf(centre, drawId)).result as SitesResult;
  const panel = await askPanel('P1', { time: '09:00' }, '/from-sites');
  expect(panel).toEqual({ drawId: 'P1#1' });
  expect((await drawOf(centre, 'P1#1')).parties.map(({ party }) => party)).toEqual(candidates);
  await hold('P1#1');
  const { input, result, ...transcript } = await made(centre, 'P1#1');
  expect(replay({ input, result, ...transcript }).filter(({ holds }) => !holds)).toEqual([]);
  const { sites, sitesFrom, candidates: people } = input as PanelInput;
  expect(sitesFrom).toBe(drawId);
  expect(sites).toEqual(drawn.sites.map(({ id, min, max }) => ({ id, min, max })));
  const [main, side] = drawn.sites;
  const from = (site: string | undefined) =>
    (result as { panel: { id: string }[] }).panel.filter(
      ({ id }) => people.find((one) => one.id === id)?.site === site,
    ).length;
  expect([3, 4]).toContain(from(main?.id));
  expect(from(main?.id) + from(side?.id)).toBe(5);
  expect((await view()).drawnSites).toBe(null);
  await expectSound(centre);
});

it('lets nobody be barred afterwards, keeps batches apart, and names a beacon where one is asked for', async () => {
  const supervisor = await centre.as('supervisor');
  expect(await codeOf(askPanel('P1', { excluded: [] }, '/from-sites'))).toBe('INPUT_INVALID');
  const day = '2099-01-05';
  expect(
    await codeOf((await centre.as('agency')).send('POST', '/api/projects/P2/batch', { excluded: [], day })),
  ).toBe('done');
  expect(await codeOf(ask('P2', wanted))).toBe('SITES_IN_BATCH');
  await ask('P3', { ...wanted, beacon: { kind: 'drand' } });
  const joined = (await centre.as('agency')).send('POST', '/api/projects/P3/batch', { excluded: [], day });
  expect(await codeOf(joined)).toBe('SITES_DRAWN');
  const named = (await supervisor.get<WatchedDraw>(`/api/draws/${encodeURIComponent('P3~sites#1')}/watch`))
    .draw.named;
  expect(named).toMatchObject({ source: 'drand quicknet' });
});

it('takes no more requests for panels in a minute than looks at the pool', async () => {
  const codes: string[] = [];
  for (let n = 0; n < 31; n++) codes.push(await codeOf(askPanel('NOWHERE', { excluded: [] })));
  expect(codes).toContain('PROJECT_UNKNOWN');
  expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
});
