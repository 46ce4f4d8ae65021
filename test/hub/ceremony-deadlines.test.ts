/** Ceremonies whose time runs out at the hub's doors: what is withheld, recorded and alerted, and how they go on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#test/demo/staff.ts';
import {
  asked,
  ceremonyOf,
  countersigned,
  drawOf,
  expectReplays,
  made,
  transcriptOf,
  withheldAlerts,
} from '#test/rehearsal/at-ceremonies.ts';
import { alertsOf, codeOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const both = ['S1', 'S2'];
/** For every phase of a ceremony: more than any machine takes for what is done within one. */
const SECONDS = 600;

describe('when the time is over', () => {
  let centre: Centre;
  let ahead = 0;
  const now = () => Date.now() + ahead;
  /** Whatever phase a ceremony is in, its time is over. */
  const timeIsOver = () => {
    ahead += SECONDS * 1000;
  };
  beforeAll(async () => {
    const projects = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6'].map((id) => projectAt(id, both));
    const settings = { KAWEI_CEREMONY_SECONDS: String(SECONDS) };
    centre = await Centre.open(projects, settings, () => new Date(now()));
    for (const project of projects) await centre.enterAndFreeze(project);
  });
  afterAll(async () => {
    await expectSound(centre);
    await centre?.close();
  });

  const phase = (drawId: string, wanted: string) =>
    until(`${drawId} ${wanted}`, async () => ((await drawOf(centre, drawId)).phase === wanted ? true : null));
  const begin = async (project: string) => ceremonyOf(centre, await asked(centre, project));

  it('goes on without the site that has not committed', async () => {
    const { drawId, digest, one, two } = await countersigned(await begin('Q1'));
    expect(await one.commit(digest)).toBe('done');
    timeIsOver();
    await phase(drawId, 'revealing');
    expect(await two.commit(digest)).toBe('DRAW_WITHHELD_ALREADY');
    expect(await two.reveal()).toBe('DRAW_WITHHELD_ALREADY');
    expect(await one.reveal()).toBe('done');
    const transcript = await made(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld).toEqual([{ party: 'S2', reason: expect.stringContaining('逾期未承诺') }]);
    expect(transcript.commitments.map(({ party }) => party)).toEqual(['S1']);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S2']);
  });

  it('is made without the site that has not revealed', async () => {
    const { drawId, digest, one, two } = await countersigned(await begin('Q2'));
    await one.commit(digest);
    await two.commit(digest);
    expect(await two.reveal()).toBe('done');
    timeIsOver();
    await phase(drawId, 'completed');
    expect(await one.reveal()).toBe('DRAW_NOT_REVEALING');
    const transcript = await transcriptOf(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld).toEqual([{ party: 'S1', reason: expect.stringContaining('逾期未揭示') }]);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S1']);
    expect((await centre.project('Q2')).members).toHaveLength(5);
  });

  it('goes on without the site that has not countersigned, which cannot commit', async () => {
    const { drawId, digest, one, two } = await begin('Q5');
    expect(await one.countersign(digest)).toBe('done');
    timeIsOver();
    await phase(drawId, 'committing');
    expect(await two.countersign(digest)).toBe('DRAW_WITHHELD_ALREADY');
    expect(await two.commit(digest)).toBe('DRAW_WITHHELD_ALREADY');
    expect(await one.commit(digest)).toBe('done');
    expect(await one.reveal()).toBe('done');
    const transcript = await made(centre, drawId);
    expectReplays(transcript);
    expect(transcript.withheld).toEqual([{ party: 'S2', reason: expect.stringContaining('逾期未会签') }]);
    expect(transcript.countersignatures?.map(({ site }) => site)).toEqual(['S1']);
    expect(await withheldAlerts(centre, drawId)).toEqual(['S2']);
  });

  it('fails when nobody has countersigned, or nobody revealed; then another attempt may be asked for', async () => {
    const [none, mute] = [await begin('Q3'), await countersigned(await begin('Q4'))];
    await mute.one.commit(mute.digest);
    await mute.two.commit(mute.digest);
    timeIsOver();
    await phase(none.drawId, 'failed');
    await phase(mute.drawId, 'failed');
    for (const { drawId } of [none, mute]) expect(await withheldAlerts(centre, drawId)).toEqual(both);
    expect(await asked(centre, 'Q3')).toBe('Q3#2');
    const lines = await (await centre.as('auditadmin')).get<{ type: string; subject: string }[]>(
      '/api/record',
    );
    const failed = lines.filter(({ type }) => type === 'draw.failed').map(({ subject }) => subject);
    expect(failed.sort()).toEqual(['draw/Q3#1', 'draw/Q4#1']);
    const alerts = (await alertsOf(centre, 'DRAW_FAILED')).map(({ text }) => text.zh).sort();
    expect(alerts).toEqual([expect.stringContaining('Q3#1'), expect.stringContaining('Q4#1')]);
  });

  it('has the times of the request where it names them, the hub’s own elsewhere', async () => {
    const request = async (times: object) => codeOf(asked(centre, 'Q6', [], { times }));
    for (const times of [{ commit: 0 }, { reveal: 86_401 }, { reveal: 1.5 }, { beacon: 3 }])
      expect(await request(times)).toBe('INPUT_INVALID');
    const drawId = await asked(centre, 'Q6', [], { times: { countersign: 60, reveal: 90 } });
    const deadline = async () => Date.parse((await drawOf(centre, drawId)).deadline);
    /** That what `act` begins has so many seconds from then on. */
    const gives = async (seconds: number, act: () => Promise<unknown>) => {
      const before = now();
      await act();
      const began = (await deadline()) - seconds * 1000;
      expect(began).toBeGreaterThanOrEqual(before);
      expect(began).toBeLessThanOrEqual(now());
    };
    expect((await deadline()) - Date.parse((await drawOf(centre, drawId)).openedAt)).toBe(60_000);
    const draw = await ceremonyOf(centre, drawId);
    await gives(SECONDS, () => countersigned(draw));
    await draw.one.commit(draw.digest);
    await gives(90, () => draw.two.commit(draw.digest));
  });

  it('does so too when the hub was away as the time ran out', async () => {
    const drawId = 'Q3#2';
    await centre.running.close();
    timeIsOver();
    await centre.restart();
    await phase(drawId, 'failed');
    expect(await withheldAlerts(centre, drawId)).toEqual(both);
  });
});
