/** Projects at the hub's doors: drafts, faults, what is frozen, and agencies that know nothing of each other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '#shared/canonical/index.ts';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import type { DrawView, ProjectRow, ProjectView, RecordRow } from '#shared/protocol/views.ts';
import { Refused, Staff, until } from '#test/demo/staff.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { codeOf, entriesOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const both = ['S1', 'S2'];
const P = projectAt('P', both);
let centre: Centre;
let agency: Staff;
let other: Staff;

beforeAll(async () => {
  centre = await Centre.open([P]);
  agency = await centre.as('agency');
  const user = { user: 'agency2', name: '另一家代理机构', role: 'agency', password: PASSWORD } as const;
  await (await centre.as('secadmin')).send('POST', '/api/users', user);
  other = await Staff.signIn(centre.address, user);
});
afterAll(async () => {
  await expectSound(centre);
  await centre?.close();
});

const enter = (project: unknown, by = agency) => by.send('POST', '/api/projects', { project });
const revise = (id: string, project: unknown, by = agency) =>
  by.send('PUT', `/api/projects/${id}`, { project });
const freeze = (id: string, by = agency) => by.send<{ digest: string }>('POST', `/api/projects/${id}/freeze`);
const read = async (id: string, by = agency) => by.get<ProjectView>(`/api/projects/${id}`);

async function refusal(asked: Promise<unknown>): Promise<RefusalMessage> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Refused)) throw new Error(`not refused: ${String(error)}`);
  return error.refusal;
}

const places = ({ faults }: RefusalMessage) => faults.map(({ place }) => place);

describe('a draft', () => {
  it('is entered, read as it was given, and revised as often as one likes', async () => {
    expect(await enter(P)).toMatchObject({ project: 'P' });
    expect(await read('P')).toMatchObject({
      project: P,
      stage: 'draft',
      draws: [],
      members: [],
      result: null,
    });
    for (const title of ['改过一次', '改过两次']) {
      await revise('P', { ...P, title });
      expect((await read('P')).project).toEqual({ ...P, title });
    }
    expect(await codeOf(enter(P))).toBe('PROJECT_EXISTS');
    expect((await agency.get<ProjectRow[]>('/api/projects')).map(({ id, stage }) => [id, stage])).toEqual([
      ['P', 'draft'],
    ]);
  });

  it('with faults is not taken: all of them told at once, each with its place, and the draft stays', async () => {
    const before = [await entriesOf(centre), await read('P')];
    const [first, second] = P.bidders;
    const faulty = {
      ...P,
      items: P.items.map((item, n) => (n === 1 ? { ...item, step: 300 } : item)),
      bidders: [first, { ...second, id: first?.id }],
    };
    for (const ask of [() => revise('P', faulty), () => enter({ ...faulty, id: 'NEW' })]) {
      const told = await refusal(ask());
      expect(told.code).toBe('PROJECT_INVALID');
      expect(places(told)).toContain('bidders[1].id');
      expect(places(told).some((place) => place.startsWith('items[1]'))).toBe(true);
      for (const { message } of told.faults) expect(message.zh).toMatch(/\p{Script=Han}/u);
    }
    const nowhere = projectAt('NEW', ['S1', 'MOON']);
    expect(places(await refusal(enter(nowhere)))).toEqual(['panel.sites[1].id']);
    for (const broken of [null, [], 'P', { ...P, price: undefined }, { ...P, bidders: 3 }]) {
      const { code } = await refusal(revise('P', broken));
      expect(code).toMatch(/^(PROJECT_INVALID|INPUT_INVALID)$/);
    }
    expect(await codeOf(revise('P', { ...P, id: 'ANOTHER' }))).toBe('PROJECT_ID_CHANGED');
    expect(await codeOf(revise('NOWHERE', { ...P, id: 'NOWHERE' }))).toBe('PROJECT_UNKNOWN');
    expect([await entriesOf(centre), await read('P')]).toEqual(before);
  });
});

describe('a frozen project', () => {
  it('has the digest of its contents on record, and changes no more', async () => {
    const { digest } = await freeze('P');
    const { project } = await read('P');
    expect(digest).toBe(digestOf(project));
    const rows = await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record');
    expect(rows.find(({ type }) => type === 'project.frozen')?.payload).toMatchObject({
      project: 'P',
      digest,
    });
    expect(await codeOf(freeze('P'))).toBe('PROJECT_FROZEN');
    expect(await codeOf(revise('P', { ...P, title: '再改一次' }))).toBe('PROJECT_FROZEN');
    expect(await codeOf(enter({ ...P, title: '再录一次' }))).toBe('PROJECT_EXISTS');
    expect((await read('P')).project).toEqual(project);
    expect((await read('P')).stage).toBe('frozen');
  });

  it('is frozen once, and as it stood then, whoever is quicker', async () => {
    const draft: Project = { ...P, id: 'RACE' };
    await enter(draft);
    const [one, two, revised] = await Promise.all([
      codeOf(freeze('RACE')),
      codeOf(freeze('RACE')),
      codeOf(revise('RACE', { ...draft, title: '同时修改' })),
    ]);
    expect([one, two].sort()).toEqual(['PROJECT_FROZEN', 'done']);
    const { title } = (await read('RACE')).project;
    expect(title).toBe(revised === 'done' ? '同时修改' : draft.title);
    const frozen = (await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record')).find(
      ({ type, subject }) => type === 'project.frozen' && subject === 'project/RACE',
    );
    expect(frozen?.payload).toMatchObject({ digest: digestOf((await read('RACE')).project) });
  });
});

describe('another agency', () => {
  it('hears of no project but its own, whatever it asks: all answers are those to an id that is none', async () => {
    await agency.send('POST', '/api/projects/P/panel', { excluded: [] });
    await centre.inCeremony(async () => ((await centre.project('P')).members.length > 0 ? true : null));
    const [member] = (await centre.project('P')).members;
    expect(await other.get('/api/projects')).toEqual([]);
    expect(await other.get('/api/draws')).toEqual([]);
    const ticket = member?.ticket ?? '';
    const asked: [string, (id: string) => string, unknown?][] = [
      ['GET', (id) => `/api/projects/${id}`],
      ['GET', (id) => `/api/projects/${id}/report.pdf`],
      ['GET', (id) => `/api/projects/${id}/evidence.zip`],
      ['GET', (id) => `/api/projects/${id}/marks`],
      ['GET', (id) => `/api/draws/${id}%231/transcript`],
      ['POST', (id) => `/api/projects/${id}/freeze`],
      ['POST', (id) => `/api/projects/${id}/panel`, { excluded: [] }],
      ['POST', (id) => `/api/projects/${id}/panel/replace`, { ticket, reason: '未到' }],
      ['POST', (id) => `/api/projects/${id}/clarifications/C1`, { answer: '答复' }],
    ];
    // The hub itself is still at work until all are invited.
    await until('invitations', async () => {
      const rows = await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record');
      return rows.filter(({ type }) => type === 'member.invited').length === 5 ? true : null;
    });
    const before = await entriesOf(centre);
    for (const [method, path, body] of asked) {
      const [theirs, none] = [
        await refusal(other.send(method, path('P'), body)),
        await refusal(other.send(method, path('NOWHERE'), body)),
      ];
      const asNone = JSON.parse(JSON.stringify(theirs).replaceAll(/\bP\b/g, 'NOWHERE')) as unknown;
      expect(asNone, `${method} ${path('P')}`).toEqual(none);
    }
    const put = await refusal(revise('P', { ...P, title: '改别人的' }, other));
    expect(put.code).toBe('PROJECT_UNKNOWN');
    expect(await entriesOf(centre)).toBe(before);
    const own = projectAt('OWN', both);
    await enter(own, other);
    expect((await other.get<ProjectRow[]>('/api/projects')).map(({ id }) => id)).toEqual(['OWN']);
    expect((await read('OWN', other)).project.title).toBe(own.title);
    expect((await agency.get<ProjectRow[]>('/api/projects')).map(({ id }) => id).sort()).toEqual([
      'P',
      'RACE',
    ]);
    expect(await codeOf(read('OWN'))).toBe('NOT_FOUND');
  });

  it('is not the supervisors, who see every project, nor the halls, which see none', async () => {
    for (const user of ['supervisor', 'discipline']) {
      const all = await (await centre.as(user)).get<ProjectRow[]>('/api/projects');
      expect(all.map(({ id }) => id).sort()).toEqual(['OWN', 'P', 'RACE']);
      expect((await read('P', await centre.as(user))).members).toHaveLength(5);
    }
    const hall = await centre.as('hall-s1');
    expect(await codeOf(hall.get('/api/projects'))).toBe('ROLE_FORBIDDEN');
    expect(await codeOf(hall.get('/api/projects/P'))).toBe('ROLE_FORBIDDEN');
    const [draw] = await hall.get<DrawView[]>('/api/draws');
    expect(draw?.title).toBe('');
  });

  it('and one’s own sees neither names nor sites before the panel is in, and no mark at all', async () => {
    const { members, timeline } = await read('P');
    expect(members.map(({ name, site, booth }) => [name, site, booth])).toEqual(
      members.map(() => [null, null, null]),
    );
    for (const person of centre.people)
      expect(JSON.stringify([members, timeline])).not.toContain(person.name);
    expect(await codeOf(agency.get('/api/projects/P/marks'))).toBe('ROLE_FORBIDDEN');
    expect(await codeOf(agency.get('/api/projects/P/evidence.zip'))).toBe('ROLE_FORBIDDEN');
  });
});
