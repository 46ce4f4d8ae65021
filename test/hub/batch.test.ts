/** A day's panels drawn together at the hub's doors: asked for, looked at, opened, drawn in their order, each by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestsOf } from '#hub/batches/planning.ts';
import { frozenBatch } from '#hub/batches/reads.ts';
import { identitiesOf } from '#hub/panels/reads.ts';
import { replayBatch } from '#shared/draw/batch/batch.ts';
import { planOfRecord } from '#shared/draw/batch/plan.ts';
import type { PanelResult } from '#shared/draw/panel.ts';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import type { BatchOutlook, BatchView, ProjectBatchView } from '#shared/protocol/batches.ts';
import type { FairnessView } from '#shared/protocol/fairness.ts';
import { dayInChina } from '#shared/time/day.ts';
import { until } from '#test/demo/staff.ts';
import { codeOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const day = dayInChina(new Date().toISOString());
const ids = ['P1', 'P2', 'P3', 'P4'];
let centre: Centre;

beforeAll(async () => {
  // People enough for three of the four.
  centre = await Centre.open(ids.slice(1).map((id) => projectAt(id, ['S1'])));
  for (const id of ids) await centre.enterAndFreeze(projectAt(id, ['S1']));
});
afterAll(async () => {
  await expectSound(centre);
  await centre?.close();
});

const join = async (project: string, more: object = {}) =>
  (await centre.as('agency')).send('POST', `/api/projects/${project}/batch`, { day, excluded: [], ...more });
const standing = async (project: string) =>
  (
    await (
      await centre.as('agency')
    ).get<{ batch: ProjectBatchView | null }>(`/api/projects/${project}/batch`)
  ).batch;
const batches = async () => (await centre.as('sysadmin')).get<BatchView[]>('/api/batches');
const admin = async <T>(path: string) => (await centre.as('sysadmin')).send<T>('POST', path, { day });

describe('before it is opened', () => {
  it('a batch nobody asks for is none, and an unknown expert is told to who names them', async () => {
    expect(await codeOf(admin('/api/batches'))).toBe('BATCH_EMPTY');
    const excluded = [{ expert: 'NOBODY', reason: '回避' }];
    expect(await codeOf(join('P1', { excluded }))).toBe('EXPERT_UNKNOWN');
    expect(await codeOf(join('P1', { day: '2020-01-01' }))).toBe('PANEL_DAY_PAST');
  });

  it('agencies ask and withdraw; halls and agencies open none', async () => {
    for (const id of ids) await join(id);
    expect(await standing('P1')).toMatchObject({ day, standing: 'asked', place: null });
    const agency = await centre.as('agency');
    await agency.send('POST', '/api/projects/P4/batch/leave');
    expect(await standing('P4')).toBeNull();
    expect(await codeOf(agency.send('POST', '/api/projects/P4/batch/leave'))).toBe('BATCH_NOT_JOINED');
    await join('P4');
    expect(await codeOf(agency.send('POST', '/api/batches', { day }))).toBe('ROLE_FORBIDDEN');
    expect(await codeOf(agency.get('/api/batches'))).toBe('ROLE_FORBIDDEN');
  });

  it('says in words what will be short and what to relax', async () => {
    const outlook = await admin<BatchOutlook>('/api/batches/outlook');
    expect(outlook.wanted).toBe(20);
    expect(outlook.short).toBeGreaterThan(0);
    expect(outlook.short).toBe(outlook.projects.reduce((sum, { places }) => sum + places, 0));
    expect(outlook.leastShort).toBe(outlook.short);
    for (const { reason } of outlook.projects) expect(reason.zh).toContain('留给其他项目');
    expect((await batches())[0]).toMatchObject({ day, batch: null, projects: [{}, {}, {}, {}] });
  });
});

describe('once it is opened', () => {
  it('each project is drawn in its turn, with a transcript of its own, and nobody sits on two', async () => {
    const { batch } = await admin<{ batch: string }>('/api/batches');
    expect(await codeOf(admin('/api/batches'))).toBe('BATCH_RUNNING');
    // Whoever is in it cannot be asked for another way.
    expect(await codeOf(join('P4', { day: '2099-03-04' }))).toBe('BATCH_RUNNING');
    const alone = { day: '2099-03-04', excluded: [] };
    expect(await codeOf((await centre.as('agency')).send('POST', '/api/projects/P4/panel', alone))).toBe(
      'BATCH_RUNNING',
    );
    await centre.inCeremony(async () => {
      const [running] = await batches();
      return running?.projects.some((one) => one.standing === 'drawn') || null;
    });
    // A hub that stops in the middle of it goes on where it was.
    await centre.restart();
    await centre.inCeremony(async () => (await batches())[0]?.completedAt ?? null);
    const [view] = await batches();
    const drawn = view?.projects.filter((one) => one.standing === 'drawn') ?? [];
    const refused = view?.projects.filter((one) => one.standing === 'refused') ?? [];
    expect([drawn.length + refused.length, refused.length * 5]).toEqual([4, view?.short]);
    expect(refused[0]?.reason?.zh).toMatch(/\p{Script=Han}/u);
    const people: string[] = [];
    const transcripts = new Map<string, Transcript>();
    for (const { drawId } of drawn) {
      const path = `/api/draws/${encodeURIComponent(drawId ?? '')}/transcript`;
      const transcript = await (await centre.as('supervisor')).get<Transcript>(path);
      expect(replay(structuredClone(transcript)).every(({ holds }) => holds)).toBe(true);
      transcripts.set(drawId ?? '', transcript);
      const known = (await identitiesOf(centre.running.hub.store, drawId ?? ''))?.identities ?? [];
      for (const { id } of (transcript.result as PanelResult).panel)
        people.push(known.find(({ pseudonym }) => pseudonym === id)?.realId ?? '');
    }
    expect(new Set(people).size).toBe(drawn.length * 5);
    // Requests, plan and transcripts give every input again.
    const frozen = await frozenBatch(centre.running.hub.store, batch);
    const requests = requestsOf(frozen.requests);
    expect(replayBatch(requests, planOfRecord(requests, frozen.plan), transcripts)).toEqual([]);
    expect(await standing(drawn[0]?.project ?? '')).toMatchObject({ standing: 'drawn', place: { of: 4 } });
  });

  it('a project that was refused may be asked for again, one that was drawn may not', async () => {
    const [view] = await batches();
    const id = (wanted: string) => view?.projects.find((one) => one.standing === wanted)?.project ?? '';
    expect(await codeOf(join(id('drawn')))).toBe('PANEL_REQUESTED');
    const again = id('refused');
    // Told to the agency without numbers: supervision and who keeps the pool read them.
    expect((await standing(again))?.reason?.zh).toMatch(/改日评标/);
    expect((await standing(again))?.reason?.zh.replaceAll(again, '')).not.toMatch(/\d/);
    expect(await codeOf(join(again, { day: '2099-03-03' }))).toBe('done');
    await (await centre.as('sysadmin')).send('POST', '/api/batches', { day: '2099-03-03' });
    await centre.inCeremony(async () => (await batches())[0]?.completedAt ?? null);
    expect(
      (await batches()).map(({ projects }) => projects.filter((one) => one.standing === 'drawn').length),
    ).toEqual([1, 3]);
    expect(await standing(again)).toMatchObject({ day: '2099-03-03', standing: 'drawn' });
  });
});

describe('whether the draws were fair', () => {
  const fairness = async () => (await centre.as('supervisor')).get<FairnessView>('/api/fairness');

  it('is told of panels whose names are known, and of nobody before', async () => {
    expect(await fairness()).toMatchObject({ draws: 0, pending: 0, drawn: { tested: 0 } });
    expect(await codeOf((await centre.as('agency')).get('/api/fairness'))).toBe('ROLE_FORBIDDEN');
    const desk = await centre.desk('S1');
    // The panel of the other day has not come: its names stay sealed.
    const drawn = (await batches())[1]?.projects.filter((one) => one.standing === 'drawn') ?? [];
    for (const person of centre.people) await codeOf(desk.checkIn(person));
    const told = await until('the draws', async () => {
      const view = await fairness();
      return view.draws === drawn.length ? view : null;
    });
    expect(told.pending).toBe(0);
    // Two of the seventeen were on none of the panels: they have a code and no name.
    const people = told.drawn.rows.flatMap(({ who }) => who);
    expect(people.filter(({ name }) => name === null)).toHaveLength(2);
    expect(people.every(({ code }) => /^[0-9a-f]{10}$/.test(code))).toBe(true);
    expect(told.drawn).toMatchObject({ tested: 17, flagged: 0 });
  });
});
