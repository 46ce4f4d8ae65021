/** The ceremony of a draw at the hub's doors: commitments, reveals, those who withhold, and what may be asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleText } from '#shared/conflicts/rules.ts';
import { commitmentRootOf } from '#shared/draw/seed.ts';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import type { Project } from '#shared/projects/project.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { Refused, until } from '#test/demo/staff.ts';
import {
  alertsOf,
  codeOf,
  entriesOf,
  expectSound,
  type Part,
  partOf,
  projectAt,
} from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

interface Opened {
  readonly drawId: string;
  readonly digest: string;
  readonly one: Part;
  readonly two: Part;
}

async function opened(centre: Centre, project: Project): Promise<Opened> {
  await centre.enterAndFreeze(project);
  return ceremonyOf(centre, await asked(centre, project.id));
}

async function asked(centre: Centre, project: string, excluded: readonly object[] = []): Promise<string> {
  const agency = await centre.as('agency');
  const path = `/api/projects/${project}/panel`;
  return (await agency.send<{ drawId: string }>('POST', path, { excluded })).drawId;
}

async function ceremonyOf(centre: Centre, drawId: string): Promise<Opened> {
  const [one, two] = [await partOf(centre, 'S1', drawId), await partOf(centre, 'S2', drawId)];
  return { drawId, digest: (await one.view())?.inputDigest ?? '', one, two };
}

async function drawOf(centre: Centre, drawId: string): Promise<DrawView> {
  const found = (await centre.draws('supervisor')).find((draw) => draw.drawId === drawId);
  if (!found) throw new Error(`no draw ${drawId}`);
  return found;
}

async function transcriptOf(centre: Centre, drawId: string): Promise<Transcript> {
  const supervisor = await centre.as('supervisor');
  return supervisor.get<Transcript>(`/api/draws/${encodeURIComponent(drawId)}/transcript`);
}

/** What `kawei draw replay` says of the transcript, which must all hold. */
function expectReplays(transcript: Transcript): void {
  const checks = replay(JSON.parse(JSON.stringify(transcript)));
  expect(checks.map(({ name, holds }) => [name, holds])).toEqual(
    ['input', 'commitments', 'root', 'parties', 'seed', 'result'].map((name) => [name, true]),
  );
}

async function withheldAlerts(centre: Centre, drawId: string): Promise<(string | null)[]> {
  const all = await alertsOf(centre, 'DRAW_WITHHELD');
  return all
    .filter(({ text }) => text.zh.includes(drawId) && text.en.includes(drawId))
    .map(({ site }) => site)
    .sort();
}

const both = ['S1', 'S2'];

describe('with time enough', () => {
  let centre: Centre;
  const ids = ['P1', 'P2', 'P3', 'P4', 'P5'];
  beforeAll(async () => {
    const elsewhere = projectAt('ELSEWHERE', ['S3']);
    centre = await Centre.open([...ids.map((id) => projectAt(id, both)), elsewhere]);
  }, 60_000);
  afterAll(async () => {
    await expectSound(centre);
    await centre?.close();
  });

  it('all commit, then all reveal, and the result follows from what they gave', async () => {
    const { drawId, digest, one, two } = await opened(centre, projectAt('P1', both));
    expect(await drawOf(centre, drawId)).toMatchObject({ phase: 'committing', seed: null, beacon: null });
    expect(await one.reveal()).toBe('DRAW_NOT_REVEALING');
    expect(await one.commit(digest)).toBe('done');
    expect(await one.commit(digest)).toBe('DRAW_COMMITTED');
    expect(await one.reveal()).toBe('DRAW_NOT_REVEALING');
    expect(await two.commit(digest)).toBe('done');
    expect(await two.commit(digest)).toBe('DRAW_NOT_COMMITTING');
    const { phase, commitmentRoot } = await drawOf(centre, drawId);
    expect([phase, commitmentRoot?.length]).toEqual(['revealing', 64]);
    expect(await two.reveal()).toBe('done');
    expect(await two.reveal()).toBe('DRAW_REVEALED');
    expect((await drawOf(centre, drawId)).seed).toBe(null);
    expect(await one.reveal()).toBe('done');
    expect(await one.reveal()).toBe('DRAW_NOT_REVEALING');
    const transcript = await transcriptOf(centre, drawId);
    expectReplays(transcript);
    expect(transcript.inputDigest).toBe(digest);
    expect(transcript.commitmentRoot).toBe(commitmentRoot);
    expect(commitmentRootOf(transcript.commitments)).toBe(commitmentRoot);
    expect([transcript.withheld, transcript.beacon]).toEqual([[], null]);
    const { members } = await centre.project('P1');
    expect(members.map(({ pseudonym }) => pseudonym)).toEqual(
      'panel' in transcript.result ? transcript.result.panel.map(({ id }) => id) : [],
    );
    expect(await withheldAlerts(centre, drawId)).toEqual([]);
  });

  it('a desk that is no party, and everybody who is no desk, has no part in it', async () => {
    const drawId = 'P1#1';
    const three = await partOf(centre, 'S3', drawId);
    expect(await three.view()).toBe(undefined);
    expect(await three.commit('0'.repeat(64))).toBe('DRAW_NOT_FOUND');
    expect(await three.reveal()).toBe('DRAW_NOT_FOUND');
    for (const user of ['agency', 'supervisor', 'sysadmin']) {
      const staff = await centre.as(user);
      const path = `/api/draws/${encodeURIComponent(drawId)}`;
      expect(await codeOf(staff.send('POST', `${path}/commit`, { commitment: '0'.repeat(64) }))).toBe(
        'ROLE_FORBIDDEN',
      );
    }
    expect(await codeOf((await centre.as('agency')).get(`/api/draws/P1%231/transcript`))).toBe(
      'ROLE_FORBIDDEN',
    );
    expect((await (await centre.desk('S1')).staff.get<DrawView[]>('/api/draws'))[0]).toMatchObject({
      title: '',
      seed: null,
    });
  });

  it('is never held again for a panel that is drawn, or being drawn', async () => {
    const before = await entriesOf(centre);
    expect(await codeOf(asked(centre, 'P1'))).toBe('PANEL_REQUESTED');
    await centre.enterAndFreeze(projectAt('P2', both));
    await asked(centre, 'P2');
    expect(await codeOf(asked(centre, 'P2'))).toBe('PANEL_REQUESTED');
    expect(await entriesOf(centre)).toBeGreaterThan(before);
    expect((await centre.draws('supervisor')).filter(({ drawId }) => drawId.startsWith('P1'))).toHaveLength(
      1,
    );
  });

  it('a reveal that does not match is recorded as withheld, alerted, final, and left out', async () => {
    const { drawId, digest, one, two } = await ceremonyOf(centre, 'P2#1');
    await one.commit(digest);
    await two.commit(digest);
    expect(await one.reveal({ nonce: '0'.repeat(64) })).toBe('DRAW_REVEAL_WRONG');
    expect(await one.reveal()).toBe('DRAW_WITHHELD_ALREADY');
    const own = (await drawOf(centre, drawId)).parties.find(({ party }) => party === 'S1');
    expect(own).toMatchObject({
      committed: true,
      revealed: false,
      withheld: expect.stringContaining('不符'),
    });
    expect(await withheldAlerts(centre, drawId)).toEqual(['S1']);
    expect(await two.reveal()).toBe('done');
    const transcript = await transcriptOf(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld.map(({ party }) => party)).toEqual(['S1']);
    expect(transcript.reveals.map(({ party }) => party)).toEqual(['S2']);
    expect(transcript.commitments).toHaveLength(2);
  });

  it('ends at once when the last reveal is the wrong one: refused to its desk, made without it', async () => {
    const { drawId, digest, one, two } = await opened(centre, projectAt('P3', both));
    await one.commit(digest);
    await two.commit(digest);
    await one.reveal();
    expect(await two.reveal({ salt: '0'.repeat(64) })).toBe('DRAW_REVEAL_WRONG');
    expect((await drawOf(centre, drawId)).phase).toBe('completed');
    expectReplays(await transcriptOf(centre, drawId));
    expect((await centre.project('P3')).members).toHaveLength(5);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S2']);
  });

  it('fails when nobody reveals rightly, and only then another attempt is made, both on record', async () => {
    const { drawId, digest, one, two } = await opened(centre, projectAt('P4', both));
    await one.commit(digest);
    await two.commit(digest);
    await one.reveal({ salt: '0'.repeat(64) });
    await two.reveal({ salt: '0'.repeat(64) });
    expect((await drawOf(centre, drawId)).phase).toBe('failed');
    expect(await codeOf(transcriptOf(centre, drawId))).toBe('DRAW_NOT_FOUND');
    expect((await centre.project('P4')).members).toEqual([]);
    const again = await asked(centre, 'P4');
    expect(again).toBe('P4#2');
    await centre.inCeremony(async () => ((await drawOf(centre, again)).phase === 'completed' ? true : null));
    expectReplays(await transcriptOf(centre, again));
    expect((await centre.project('P4')).draws.map(({ drawId: id, phase }) => [id, phase])).toEqual([
      ['P4#2', 'completed'],
      ['P4#1', 'failed'],
    ]);
  });

  it('never draws who is excluded, belongs to tenderer, agency or a bidder, or is on another panel', async () => {
    const engaged = new Set((await centre.invited(20)).map(({ id }) => id));
    expect(engaged.size).toBe(20);
    const free = centre.people.filter(({ id, site }) => !engaged.has(id) && both.includes(site));
    const [mine, agencys, bidders, ...others] = free;
    const barred = [mine, agencys, bidders].map((person) => person?.employer ?? '');
    const project = projectAt('P5', both, {
      tenderer: barred[0] ?? '',
      agency: barred[1] ?? '',
    });
    const named = {
      ...project,
      bidders: project.bidders.map((bidder, n) => (n ? bidder : { ...bidder, name: barred[2] ?? '' })),
    };
    await centre.enterAndFreeze(named);
    // As few as can just fill the panel are left, so that a draw that forgot an exclusion would be seen.
    const open = others.filter(({ employer }) => !barred.includes(employer));
    const left = both.flatMap((site) => open.filter((person) => person.site === site).slice(0, 3));
    const excluded = open
      .filter((person) => !left.includes(person))
      .map(({ id }) => ({ expert: id, reason: '近亲属' }));
    const drawId = await asked(centre, 'P5', excluded);
    await centre.inCeremony(async () => ((await drawOf(centre, drawId)).phase === 'completed' ? true : null));
    const { input, result } = await transcriptOf(centre, drawId);
    if (input.kind !== 'panel' || !('panel' in result)) throw new Error('not a panel');
    const out = new Set(input.excluded.map(({ id }) => id));
    expect(result.panel.filter(({ id }) => out.has(id))).toEqual([]);
    // An excluded candidate stays among the candidates, with the rule; what was written of a person is not told.
    expect([...out].every((id) => input.candidates.some((candidate) => candidate.id === id))).toBe(true);
    const reasons = new Set(input.excluded.map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(
      [
        ...(excluded.length ? (['asked'] as const) : []),
        ...(['tenderer-own', 'agency-own', 'bidder-employment', 'engaged'] as const),
      ]
        .map((rule) => ruleText(rule, true, project.regime))
        .map(({ zh, en }) => `${zh} / ${en}`)
        .sort(),
    );
    const invited = (await centre.invited(25)).filter(({ id }) => !engaged.has(id));
    expect(invited).toHaveLength(5);
    expect(invited.filter((person) => !left.includes(person)).map(({ name }) => name)).toEqual([]);
  });

  it('is not opened for a request that cannot be filled: told in words which requirements, nothing recorded', async () => {
    const { panel } = projectAt('P6', both);
    const tooMany = { ...panel, sites: [{ id: 'S3', min: 5, max: 5 }], categories: [{ id: 'A', count: 5 }] };
    await centre.enterAndFreeze(projectAt('P6', ['S3'], { panel: { ...tooMany, maxPerEmployer: 1 } }));
    const at = centre.people.filter(({ site }) => site === 'S3');
    const excluded = at.slice(0, at.length - 4).map(({ id }) => ({ expert: id, reason: '回避' }));
    const before = [await entriesOf(centre), (await centre.draws('supervisor')).length];
    const refused = await asked(centre, 'P6', excluded).then(
      () => null,
      (error: unknown) => (error instanceof Refused ? error.refusal : null),
    );
    expect(refused?.code).toMatch(/^DRAW_(NO_FULL_PANEL|POOL_TOO_SMALL)$/);
    const said = [refused?.message.zh, ...(refused?.faults ?? []).map(({ message }) => message.zh)].join();
    expect(said).toMatch(/4.*5|5.*4/);
    const unknown = asked(centre, 'P6', [{ expert: 'NOBODY', reason: '回避' }]);
    expect(await codeOf(unknown)).toBe('EXPERT_UNKNOWN');
    expect([await entriesOf(centre), (await centre.draws('supervisor')).length]).toEqual(before);
    expect((await centre.project('P6')).stage).toBe('frozen');
    const agency = await centre.as('agency');
    await agency.send('POST', '/api/projects', { project: projectAt('P7', both) });
    expect(await codeOf(asked(centre, 'P7'))).toBe('PROJECT_NOT_FROZEN');
    expect(await codeOf(asked(centre, 'NOWHERE'))).toBe('PROJECT_UNKNOWN');
  });
});

describe('when the time is over', () => {
  let centre: Centre;
  beforeAll(async () => {
    const projects = ['Q1', 'Q2', 'Q3', 'Q4'].map((id) => projectAt(id, both));
    centre = await Centre.open(projects, { KAWEI_CEREMONY_SECONDS: '3' });
    for (const project of projects) await centre.enterAndFreeze(project);
    // Everybody is signed in before the clock of a phase runs: a password takes its time.
    await Promise.all([centre.as('supervisor'), ...both.map((site) => centre.desk(site))]);
  }, 60_000);
  afterAll(async () => {
    await expectSound(centre);
    await centre?.close();
  });

  const phase = (drawId: string, wanted: string) =>
    until(
      `${drawId} ${wanted}`,
      async () => ((await drawOf(centre, drawId)).phase === wanted ? true : null),
      15,
    );
  const begin = async (project: string) => ceremonyOf(centre, await asked(centre, project));

  it('goes on without the site that has not committed', async () => {
    const { drawId, digest, one, two } = await begin('Q1');
    expect(await one.commit(digest)).toBe('done');
    await phase(drawId, 'revealing');
    expect(await two.commit(digest)).toBe('DRAW_NOT_COMMITTING');
    expect(await two.reveal()).toBe('DRAW_WITHHELD_ALREADY');
    expect(await one.reveal()).toBe('done');
    const transcript = await transcriptOf(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld).toEqual([{ party: 'S2', reason: expect.stringContaining('逾期未承诺') }]);
    expect(transcript.commitments.map(({ party }) => party)).toEqual(['S1']);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S2']);
  });

  it('is made without the site that has not revealed', async () => {
    const { drawId, digest, one, two } = await begin('Q2');
    await one.commit(digest);
    await two.commit(digest);
    expect(await two.reveal()).toBe('done');
    await phase(drawId, 'completed');
    expect(await one.reveal()).toBe('DRAW_NOT_REVEALING');
    const transcript = await transcriptOf(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld).toEqual([{ party: 'S1', reason: expect.stringContaining('逾期未揭示') }]);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S1']);
    expect((await centre.project('Q2')).members).toHaveLength(5);
  });

  it('fails when nobody has committed, or nobody revealed; then another attempt may be asked for', async () => {
    const [none, mute] = [await begin('Q3'), await begin('Q4')];
    await mute.one.commit(mute.digest);
    await mute.two.commit(mute.digest);
    await phase(none.drawId, 'failed');
    await phase(mute.drawId, 'failed');
    for (const { drawId } of [none, mute]) expect(await withheldAlerts(centre, drawId)).toEqual(both);
    expect(await asked(centre, 'Q3')).toBe('Q3#2');
    const lines = await (await centre.as('auditadmin')).get<{ type: string; subject: string }[]>(
      '/api/record',
    );
    const failed = lines.filter(({ type }) => type === 'draw.failed').map(({ subject }) => subject);
    expect(failed.sort()).toEqual(['draw/Q3#1', 'draw/Q4#1']);
  });

  it('does so too when the hub was away as the time ran out', async () => {
    const drawId = 'Q3#2';
    await centre.restart();
    await phase(drawId, 'failed');
    expect(await withheldAlerts(centre, drawId)).toEqual(both);
  });
});
