/** The ceremony of a draw at the hub's doors: countersignatures, commitments, reveals, and what may be asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import { ruleText } from '#shared/conflicts/rules.ts';
import { commitmentRootOf } from '#shared/draw/seed.ts';
import type { RefusedRequestView } from '#shared/protocol/panel-views.ts';
import type { AlertView, DrawView, ExclusionsView } from '#shared/protocol/views.ts';
import { Refused } from '#test/demo/staff.ts';
import {
  asked,
  ceremonyOf,
  countersigned,
  drawOf,
  expectReplays,
  made,
  opened,
  transcriptOf,
  withheldAlerts,
} from '#test/rehearsal/at-ceremonies.ts';
import { codeOf, entriesOf, expectSound, partOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const both = ['S1', 'S2'];

/** What something is refused with; null when it is not. */
function refusalOf(asked: Promise<unknown>): Promise<RefusalMessage | null> {
  return asked.then(
    () => null,
    (error: unknown) => (error instanceof Refused ? error.refusal : null),
  );
}

describe('with time enough', () => {
  let centre: Centre;
  const ids = ['P1', 'P2', 'P3', 'P4', 'P5'];
  beforeAll(async () => {
    const elsewhere = projectAt('ELSEWHERE', ['S3']);
    centre = await Centre.open([...ids.map((id) => projectAt(id, both)), elsewhere]);
  });
  afterAll(async () => {
    await expectSound(centre);
    await centre?.close();
  });

  it('all commit, then all reveal, and the result follows from what they gave', async () => {
    const { drawId, digest, one, two } = await opened(centre, projectAt('P1', both));
    expect(await drawOf(centre, drawId)).toMatchObject({ phase: 'countersigning', seed: null, beacon: null });
    expect(await one.commit(digest)).toBe('DRAW_NOT_COUNTERSIGNED');
    expect(await one.countersign(digest)).toBe('done');
    expect(await one.countersign(digest)).toBe('DRAW_COUNTERSIGNED');
    expect(await one.commit(digest)).toBe('DRAW_NOT_COMMITTING');
    expect(await two.countersign(digest)).toBe('done');
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
    const transcript = await made(centre, drawId);
    expectReplays(transcript);
    expect(transcript.countersignatures?.map(({ site, key }) => [site, key])).toEqual([
      ['S1', (await centre.desk('S1')).signer.key],
      ['S2', (await centre.desk('S2')).signer.key],
    ]);
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
    expect(await three.countersign('0'.repeat(64))).toBe('DRAW_NOT_FOUND');
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
    const { drawId, digest, one, two } = await countersigned(await ceremonyOf(centre, 'P2#1'));
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
    const transcript = await made(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld.map(({ party }) => party)).toEqual(['S1']);
    expect(transcript.reveals.map(({ party }) => party)).toEqual(['S2']);
    expect(transcript.commitments).toHaveLength(2);
  });

  it('ends at once when the last reveal is the wrong one: refused to its desk, made without it', async () => {
    const { drawId, digest, one, two } = await countersigned(await opened(centre, projectAt('P3', both)));
    await one.commit(digest);
    await two.commit(digest);
    await one.reveal();
    expect(await two.reveal({ salt: '0'.repeat(64) })).toBe('DRAW_REVEAL_WRONG');
    expectReplays(await made(centre, drawId));
    expect((await centre.project('P3')).members).toHaveLength(5);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S2']);
  });

  it('fails when nobody reveals rightly, and only then another attempt is made, both on record', async () => {
    const { drawId, digest, one, two } = await countersigned(await opened(centre, projectAt('P4', both)));
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

  it('is not opened for a request that cannot be filled: the same words whoever is engaged, on record, and alerted when it goes on', async () => {
    const { panel } = projectAt('P6', both);
    const five = { ...panel, sites: [{ id: 'S3', min: 5, max: 5 }], categories: [{ id: 'A', count: 5 }] };
    await centre.enterAndFreeze(projectAt('P6', ['S3'], { panel: { ...five, maxPerEmployer: 5 } }));
    const at = centre.people.filter(({ site }) => site === 'S3');
    const excluded = at.slice(0, at.length - 4).map(({ id }) => ({ expert: id, reason: '回避' }));
    const engaged = (await centre.invited(20))[0]?.id ?? '';
    const openDraws = async () => (await centre.draws('supervisor')).length;
    const before = await openDraws();
    const tried = [];
    for (const list of [excluded, [...excluded, { expert: at.at(-1)?.id ?? '', reason: '回避' }]])
      tried.push(await refusalOf(asked(centre, 'P6', list)));
    expect(tried[0]?.code).toBe('PANEL_NOT_FORMED');
    expect(tried[0]?.faults ?? []).toEqual([]);
    expect(tried[0]?.message.zh).toContain('改日评标');
    expect(JSON.stringify(tried[0]).replaceAll('P6', '')).not.toMatch(/\d (members|candidates)|\d 人|\d 名/);
    expect(tried[1]).toEqual(tried[0]);
    const alerts = async () =>
      (await (await centre.as('supervisor')).get<AlertView[]>('/api/alerts')).filter(
        ({ code }) => code === 'PANEL_REQUESTS_REFUSED',
      );
    expect(await alerts()).toEqual([]);
    const unknown = [
      { expert: engaged, reason: '回避' },
      { expert: 'NOBODY', reason: '回避' },
    ];
    expect(await codeOf(asked(centre, 'P6', unknown))).toBe('EXPERT_UNKNOWN');
    expect(await alerts()).toMatchObject([{ project: 'P6', text: { zh: expect.stringContaining('3 次') } }]);
    const rows = await centre.running.hub.store
      .selectFrom('ledger')
      .select(['subject', 'payload'])
      .where('type', '=', 'panel.request-refused')
      .orderBy('seq')
      .execute();
    expect(rows.map(({ subject }) => subject)).toEqual(['project/P6', 'project/P6', 'project/P6']);
    expect(rows.map(({ payload }) => JSON.parse(payload))).toMatchObject([
      { by: 'user:agency', what: 'panel', excluded, code: 'PANEL_NOT_FORMED' },
      { code: 'PANEL_NOT_FORMED' },
      { excluded: unknown, code: 'EXPERT_UNKNOWN' },
    ]);
    const address = '/api/projects/P6/refused-requests';
    const supervisor = await centre.as('supervisor');
    const read = await supervisor.get<RefusedRequestView[]>(address);
    expect(read).toMatchObject([
      { by: 'agency', what: 'panel', excluded: unknown, code: 'EXPERT_UNKNOWN' },
      { code: 'PANEL_NOT_FORMED' },
      { by: 'agency', excluded, code: 'PANEL_NOT_FORMED' },
    ]);
    expect(await codeOf((await centre.as('agency')).get(address))).toBe('ROLE_FORBIDDEN');
    const record = JSON.stringify(await (await centre.as('auditadmin')).get('/api/record?limit=50'));
    expect(record).toContain('panel.request-refused');
    expect(record).toContain('supervisor 查阅了未获受理的抽取申请');
    expect(record).not.toContain(`"${engaged}"`);
    expect(await openDraws()).toBe(before);
    expect((await centre.project('P6')).stage).toBe('frozen');
    const agency = await centre.as('agency');
    await agency.send('POST', '/api/projects', { project: projectAt('P7', both) });
    expect(await codeOf(asked(centre, 'P7'))).toBe('PROJECT_NOT_FROZEN');
    expect(await codeOf(asked(centre, 'NOWHERE'))).toBe('PROJECT_UNKNOWN');
  });

  it('is not opened for one that the pool could not fill in any case: told with numbers which requirements, and what to relax', async () => {
    const { panel } = projectAt('P8', both);
    const many = { ...panel, sites: [{ id: 'S3', min: 0, max: 99 }], categories: [{ id: 'A', count: 99 }] };
    await centre.enterAndFreeze(projectAt('P8', ['S3'], { panel: many }));
    const told = await refusalOf(asked(centre, 'P8'));
    expect(told?.code).toBe('DRAW_POOL_TOO_SMALL');
    expect(told?.message.zh).toContain('99');
    const one = [{ expert: centre.people.find(({ site }) => site === 'S3')?.id ?? '', reason: '回避' }];
    expect(await refusalOf(asked(centre, 'P8', one))).toEqual(told);
  });

  it('how many are on other panels is told to nobody before it is drawn', async () => {
    await centre.enterAndFreeze(projectAt('P9', both));
    const told = async (project: string) =>
      (await centre.as('agency')).get<ExclusionsView>(`/api/projects/${project}/exclusions`);
    expect((await told('P9')).rules.map(({ rule }) => rule)).not.toContain('engaged');
    expect((await told('P5')).rules.map(({ rule }) => rule)).toContain('engaged');
    await asked(centre, 'P9');
    expect(await told('P9')).toMatchObject({ frozen: true, candidates: null });
    expect((await told('P9')).rules.map(({ rule }) => rule)).not.toContain('engaged');
  });
});
