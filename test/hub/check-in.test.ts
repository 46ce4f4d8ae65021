/** The morning's check-in at three desks of one site whose lines drop: everybody once, nobody lost, mistakes undone. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '#hub/panels/reads.ts';
import { proveId } from '#shared/pool/id-proof.ts';
import type { HallDeskView, RecordRow } from '#shared/protocol/views.ts';
import { Desk } from '#test/demo/desk.ts';
import type { Person } from '#test/demo/people.ts';
import { until } from '#test/demo/staff.ts';
import { codeOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { ScanningDesk } from '#test/rehearsal/scanning-desk.ts';

const projects = ['TENDER-A', 'TENDER-B', 'TENDER-C'].map((id) => projectAt(id, ['S1']));
const abroad = projectAt('TENDER-D', ['S1', 'S2']);
let centre: Centre;
let desks: ScanningDesk[];
/** Who is to come to the first site: nobody may know that but a test. */
let expected: Person[];

beforeAll(async () => {
  centre = await Centre.open([...projects, abroad]);
  for (const project of [...projects, abroad]) {
    await centre.enterAndFreeze(project);
    await centre.drawPanel(project);
  }
  const members = await Promise.all(
    [...projects, abroad].map(({ id }) => membersOf(centre.running.hub.store, id)),
  );
  const drawn = new Set(members.flat().map(({ realId }) => realId));
  expected = centre.people.filter(({ id, site }) => drawn.has(id) && site === 'S1');
  desks = await Promise.all(
    [1, 2, 3].map(async () => new ScanningDesk(await Desk.open(centre.address, centre.account('hall-s1')))),
  );
});
afterAll(async () => {
  for (const desk of desks ?? []) desk.close();
  await expectSound(centre);
  await centre.close();
});

const view = async (): Promise<HallDeskView> => (await centre.desk('S1')).view();
const entries = async (type: string) => {
  const rows = await centre.running.hub.store
    .selectFrom('ledger')
    .select(['at', 'payload'])
    .where('type', '=', type)
    .execute();
  return rows.map(({ at, payload }): Record<string, string> => ({ ...JSON.parse(payload), at }));
};
const send = async (path: string, body: unknown, site = 'S1') =>
  codeOf((await centre.desk(site)).staff.send('POST', `/api/hall/${path}`, body));
const scanId = () => randomBytes(32).toString('hex');

describe('three desks', () => {
  it('check everybody in once while each line drops, and know afterwards who was refused', async () => {
    const outsider = centre.people.find((one) => one.site === 'S1' && !expected.includes(one)) as Person;
    const [twice] = expected as [Person];
    await Promise.all(
      desks.map(async (desk, which) => {
        const queue = expected.filter((_, n) => n % 3 === which);
        for (const [n, person] of queue.entries()) {
          if (n === 1) desk.drop();
          if (n === 2 && which === 1) await desk.scan(twice); // they stand at the wrong desk again
          if (n === 2 && which === 2) await desk.scan(outsider);
          if (n === 2 && which === 0) await desk.scan({ ...outsider, badge: 'NOBODY-1' });
          await desk.scan(person);
          if (n === queue.length - 2) desk.restore();
        }
      }),
    );
    await until('all scans', async () =>
      desks.every(({ line }) => line.state.waiting.length === 0) ? true : null,
    );
    const desk = await view();
    expect([desk.checkedIn, desk.expected]).toEqual([expected.length, expected.length]);
    const checkedIn = (await entries('expert.checked-in')).filter(({ site }) => site === 'S1');
    expect(checkedIn.map(({ realId }) => realId).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(checkedIn.every(({ identity }) => identity === 'id-number')).toBe(true);
    // Read before, at the hub after: both times are on record.
    expect(checkedIn.filter(({ at, readAt }) => (readAt ?? '') < (at ?? '')).length).toBeGreaterThan(0);
    expect(
      desks.flatMap(({ line }) => line.state.refused.map(({ badge, refused }) => [badge, refused?.code])),
    ).toEqual([
      ['NOBODY-1', 'CHECK_IN_BADGE'],
      [twice.badge, 'CHECK_IN_DONE'],
      [outsider.badge, 'CHECK_IN_NOT_EXPECTED'],
    ]);
  });

  it('find an ID card that is not the badge holder’s, also one read while the line was down', async () => {
    const [desk] = desks as [ScanningDesk];
    const [one, other] = expected as [Person, Person];
    desk.drop();
    await desk.scan({ ...one, idNumber: other.idNumber });
    desk.restore();
    await until('the answer', async () => (desk.line.state.waiting.length === 0 ? true : null));
    expect(desk.line.state.refused.at(-1)?.refused?.code).toBe('CHECK_IN_ID_NUMBER');
  });

  it('are asked for both documents, and for a scan of its own for each person', async () => {
    const [one, other] = expected as [Person, Person];
    expect(await send('check-in', { scan: scanId(), badge: one.badge })).toBe('CHECK_IN_ID_NEEDED');
    const used = (await entries('expert.checked-in')).find(({ badge }) => badge === one.badge)?.scan;
    const { badge, idNumber } = other;
    expect(await send('check-in', { scan: used, badge, idNumber })).toBe('CHECK_IN_SCAN_USED');
    const { key } = (await view()).identity;
    const idProof = proveId(key, one, randomBytes(32));
    expect(await send('check-in', { scan: used, badge: one.badge, idProof }, 'S2')).toBe(
      'CHECK_IN_SCAN_USED',
    );
  });

  it('see people and seats, never a project: the hub does not say it', async () => {
    const staff = (await centre.desk('S1')).staff;
    const said = (await staff.look('/api/hall')).text;
    expect(said).toContain(expected[0]?.name);
    for (const { id, title, bidders } of [...projects, abroad]) {
      for (const word of [id, title, ...bidders.map(({ name }) => name)]) expect(said).not.toContain(word);
      for (const { expert, realId } of await membersOf(centre.running.hub.store, id)) {
        expect(said).not.toContain(expert);
        expect(said).not.toContain(`"${realId}"`);
      }
      expect((await staff.look(`/api/projects/${id}`)).status).toBe(403);
    }
    expect((await staff.look('/api/projects')).status).toBe(403);
    expect((await staff.look('/api/record')).status).toBe(403);
  });
});

describe('a mistake', () => {
  it('is undone with a reason by a desk of the same site alone, on record; then the person can check in again', async () => {
    const [person] = expected as [Person];
    const { badge, idNumber } = person;
    const reason = '同名证件误扫';
    expect(await send('check-in/undo', { badge, reason: '' })).toBe('INPUT_INVALID');
    expect(await send('check-in/undo', { badge, reason }, 'S2')).toBe('CHECK_IN_NONE');
    expect(await send('check-in/undo', { badge, reason })).toBe('done');
    expect((await view()).people.some((one) => one.badge === badge)).toBe(false);
    expect(await entries('check-in.undone')).toMatchObject([{ badge, reason, by: 'user:hall-s1' }]);
    const record = await (await centre.as('auditadmin')).get<RecordRow[]>('/api/record');
    const row = record.find(({ type }) => type === 'check-in.undone');
    expect([row?.subject, row?.payload]).toEqual(['site/S1', null]);
    // The answer to the first scan comes late: it does not bring the person back.
    const first = (await entries('expert.checked-in')).find((entry) => entry.badge === badge)?.scan;
    expect(await send('check-in', { scan: first, badge, idNumber })).toBe('CHECK_IN_UNDONE');
    expect(await send('check-in/undo', { badge, reason })).toBe('CHECK_IN_NONE');
    const scan = scanId();
    expect(await send('check-in', { scan, badge, idNumber })).toBe('done');
    expect(await send('check-in', { scan, badge, idNumber })).toBe('done');
    expect((await entries('expert.checked-in')).filter((entry) => entry.badge === badge)).toHaveLength(2);
  });

  it('can no longer be undone while its seat is drawn, nor after', async () => {
    const [person] = expected as [Person];
    for (const other of (await centre.invited(20)).filter(({ site }) => site === 'S2'))
      await (await centre.desk('S2')).checkIn(other);
    const desk = await centre.desk('S1');
    const { drawId } = await desk.startSeatDraw('S11');
    const undo = { badge: person.badge, reason: '误扫' };
    expect(await send('check-in/undo', undo)).toBe('CHECK_IN_DRAWING');
    await centre.inCeremony(async () =>
      (await desk.view()).halls[0]?.seatDraw?.phase === 'completed' ? true : null,
    );
    expect(drawId).toContain('S11');
    expect(await send('check-in/undo', undo)).toBe('CHECK_IN_SEATED');
    expect((await view()).people.every(({ slipReady }) => slipReady)).toBe(true);
  });
});

describe('a hub that starts again', () => {
  it('still checks what was proved to it before', async () => {
    const { key } = (await view()).identity;
    await centre.restart();
    expect((await view()).identity.key).toBe(key);
  });
});
