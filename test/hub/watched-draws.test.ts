/** Draws as supervision watches them, and as anybody may make them again once their evaluations are over. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hubActor, type NewEvent, type Planned } from '#hub/ledger/command.ts';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import type { DrawRow, PublishedDraw, WatchedDraw } from '#shared/protocol/views.ts';
import { until } from '#test/demo/staff.ts';
import { codeOf, partOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const [first, second] = [projectAt('P1', ['S1']), projectAt('P2', ['S1'])];
let centre: Centre;

const watch = async (drawId: string) =>
  (await centre.as('supervisor')).get<WatchedDraw>(`/api/draws/${encodeURIComponent(drawId)}/watch`);
const listed = async () => (await centre.as('supervisor')).get<DrawRow[]>('/api/draws/watch');
const published = async () =>
  (await (await fetch(`${centre.address}/api/public/draws`)).json()) as PublishedDraw[];
const transcriptOf = (drawId: string) =>
  fetch(`${centre.address}/api/public/draws/${encodeURIComponent(drawId)}`);

/** What the ledger holds when the report of an evaluation is sealed, without the evaluation. */
async function seal(project: string): Promise<void> {
  const digest = 'ab'.repeat(32);
  const subject = `project/${project}`;
  const events: NewEvent[] = [
    { type: 'report.drawn-up', subject, payload: { project, digest, content: '{}' } },
    { type: 'report.sealed', subject, payload: { project, digest, file: digest } },
  ];
  const sealing: Planned<null> = { name: 'seal', run: async () => ({ events, answer: null }) };
  await centre.running.hub.spine.do(sealing, hubActor);
}

beforeAll(async () => {
  centre = await Centre.open([first, second]);
  for (const project of [first, second]) await centre.enterAndFreeze(project);
});
afterAll(() => centre.close());

it('shows each step of a ceremony when the ledger has it, to supervision alone', async () => {
  const agency = await centre.as('agency');
  const { drawId } = await agency.send<{ drawId: string }>('POST', '/api/projects/P1/panel', {
    excluded: [],
  });
  const types = async () => (await watch(drawId)).record.map(({ type, party }) => [type, party]);
  expect(await types()).toEqual([['draw.opened', null]]);
  expect((await listed())[0]).toMatchObject({ drawId, kind: 'panel', title: first.title });
  const { draw, record } = await watch(drawId);
  expect(record[0]?.text.zh).toContain(draw.inputDigest);
  const part = await partOf(centre, 'S1', drawId);
  await part.countersign(draw.inputDigest);
  expect(await types()).toContainEqual(['draw.countersigned', 'S1']);
  await part.commit(draw.inputDigest);
  expect(await types()).toContainEqual(['draw.committed', 'S1']);
  expect(JSON.stringify(await watch(drawId))).not.toMatch(/"candidates"|"nonce"/);
  await part.reveal();
  const over = await until('a result', async () => {
    const now = await watch(drawId);
    return now.draw.phase === 'completed' ? now : null;
  });
  expect(over.draw).toMatchObject({ phase: 'completed', seed: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(over.record.at(-1)).toMatchObject({ type: 'draw.completed' });
  const path = `/api/draws/${encodeURIComponent(drawId)}/watch`;
  expect(await codeOf(agency.get(path))).toBe('ROLE_FORBIDDEN');
  expect(await codeOf((await centre.as('supervisor')).get('/api/draws/nothing/watch'))).toBe(
    'DRAW_NOT_FOUND',
  );
});

it('gives the public a draw when the evaluations of all it concerned are over, and no sooner', async () => {
  await centre.drawPanel(second);
  const desk = await centre.desk('S1');
  for (const person of centre.people) await codeOf(desk.checkIn(person));
  const hall = centre.town.sites[0]?.hall ?? '';
  await desk.staff.send('POST', '/api/hall/seat-draw', { halls: [hall] });
  const seats = await centre.inCeremony(
    async () => (await listed()).find(({ kind, phase }) => kind === 'seats' && phase === 'completed') ?? null,
  );
  expect(await published()).toEqual([]);
  expect((await transcriptOf('P1#1')).status).toBe(404);
  await seal('P1');
  expect((await published()).map(({ drawId, title }) => [drawId, title])).toEqual([['P1#1', first.title]]);
  const transcript = (await (await transcriptOf('P1#1')).json()) as Transcript;
  expect(replay(transcript).filter(({ holds }) => !holds)).toEqual([]);
  for (const drawId of ['P2#1', seats.drawId]) {
    const refused = await transcriptOf(drawId);
    expect(await refused.json()).toMatchObject({ code: 'DRAW_NOT_PUBLISHED' });
  }
  await seal('P2');
  expect((await published()).map(({ drawId }) => drawId).sort()).toEqual(
    ['P1#1', 'P2#1', seats.drawId].sort(),
  );
  expect((await transcriptOf(seats.drawId)).status).toBe(200);
});
