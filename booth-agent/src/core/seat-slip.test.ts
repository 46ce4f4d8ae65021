/** The seat slip at the booth: what its QR code is good for with a line, and without one. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { AdmissionBySlip, AdmissionStatement, readStatement } from '#shared/protocol/statements.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { slipDigest } from '#shared/slips/slip.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { SlipDesk, type TestSlip } from '#test/simulators/hub-line/slip-desk.ts';
import { closedView, expertAt, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';

const PIN = '123456';
const BADGE = 'A-1001';
/** What the hub would show the expert as they come: no bidder's name before the pledge. */
const pledging = expertAt('pledge', { bidders: [] });
let issued: { p12: Uint8Array; certificate: Uint8Array };
let bench: Bench;
let mine: TestSlip;

beforeAll(async () => {
  issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: PIN });
});
beforeEach(async () => {
  bench = await Bench.open(openView, new SimulatedToken(issued));
  mine = bench.hub.desk.issue(holder(), {}, pledging);
});
afterEach(() => bench.close());

const holder = (badge = BADGE) => ({ badge, key: certificateFingerprint(issued.certificate) });
const kinds = () => bench.hub.stored.map(({ act }) => act.kind);

/** The hub has drawn this seat, its view of it has come, and the line falls. */
async function drawnThenCut(slip: TestSlip = mine, version = 11): Promise<void> {
  bench.hub.show({ ...openView, slip: slip.told }, version);
  bench.hub.view = { ...openView, slip: slip.told };
  await told(version);
  await bench.cut();
}

/** A booth tells nothing of views; but it keeps their order with its answers. */
async function told(version: number): Promise<void> {
  bench.hub.show({ ...bench.hub.view, hall: `大厅 ${version}` }, version);
  await bench.page.until(({ hall }) => hall === `大厅 ${version}`);
}

/** Badge, slip and PIN; gives the code of the refusal, or null. */
async function sitDown(text: string, badge = BADGE): Promise<string | null> {
  await bench.page.act({ kind: 'badge', badge });
  const scanned = await bench.page.act({ kind: 'scan-slip', text });
  if (scanned) return scanned.code;
  await bench.page.until(({ screen }) => screen === 'key');
  return (await bench.page.act({ kind: 'admit', pin: PIN }))?.code ?? null;
}

function admission(): Extract<Act, { kind: 'admit' }>['statement'] {
  const found = bench.hub.stored.find(({ act }) => act.kind === 'admit')?.act;
  if (found?.kind !== 'admit') throw new Error('no admission has come');
  return found.statement;
}

test('with a line the QR code stands for the six digits, and the hub decides as ever', async () => {
  expect(await sitDown(mine.text)).toBe(null);
  const statement = readStatement(AdmissionStatement, admission().content);
  expect(statement).toMatchObject({ slip: '204680', badge: BADGE, challenge: bench.hub.challenge });
  expect(bench.page.screen).toMatchObject({ screen: 'admitting', bySlip: false });
});

describe('without a line', () => {
  test('the expert is let in, reads and signs the pledge, and the hub agrees when it is back', async () => {
    await drawnThenCut();
    expect(await sitDown(mine.text)).toBe(null);
    const { session } = await bench.page.until(({ screen }) => screen === 'session');
    expect(session).toEqual(pledging);
    expect(bench.page.screen).toMatchObject({ bySlip: true, line: 'offline', pending: 1 });
    expect(await bench.page.act({ kind: 'pledge', pin: PIN })).toBe(null);
    await bench.page.until(({ busy, pending }) => busy.includes('pledge') && pending === 2);
    bench.hub.decide = (act) => {
      if (act.kind === 'pledge') bench.hub.view = sessionView(expertAt('declare'));
      return null;
    };
    await bench.reconnect();
    expect(kinds()).toEqual(['admit', 'pledge']);
    expect(readStatement(AdmissionBySlip, admission().content)).toMatchObject({
      ...{ badge: BADGE, slip: '204680', booth: 'B-01' },
      slipDigest: slipDigest(mine.text),
    });
    const after = await bench.page.until((screen) => screen.session?.step === 'declare');
    expect(after).toMatchObject({ bySlip: false, screen: 'session', busy: [] });
  });

  test('a restart of the booth finds them admitted, their pledge signed, and both go once', async () => {
    await drawnThenCut();
    await sitDown(mine.text);
    await bench.page.act({ kind: 'pledge', pin: PIN });
    await bench.stop();
    await bench.start();
    expect(bench.page.screen).toMatchObject({
      screen: 'session',
      bySlip: true,
      session: pledging,
      pending: 2,
    });
    expect(bench.page.screen.busy).toContain('pledge');
    bench.hub.repeat = 3;
    bench.hub.decide = () => {
      bench.hub.view = sessionView(expertAt('declare'));
      return null;
    };
    await bench.reconnect();
    bench.hub.drop();
    await bench.page.until(({ line, session }) => line === 'online' && session?.step === 'declare');
    expect(bench.hub.stored.map(({ n, act }) => [n, act.kind])).toEqual([
      [1, 'admit'],
      [2, 'pledge'],
    ]);
  });

  test('the key pulled out locks the screen, and put back goes on', async () => {
    await drawnThenCut();
    await sitDown(mine.text);
    bench.devices.key.remove();
    await bench.page.until(({ screen }) => screen === 'key-removed');
    expect((await bench.page.act({ kind: 'pledge', pin: PIN }))?.code).toBe('KEY_ABSENT');
    bench.devices.key.insert(new SimulatedToken(issued));
    await bench.page.until(({ screen }) => screen === 'session');
  });

  test('a hub that refuses afterwards ends it, says why, and nothing of it stays', async () => {
    await drawnThenCut();
    await sitDown(mine.text);
    await bench.page.act({ kind: 'pledge', pin: PIN });
    bench.hub.view = closedView;
    bench.hub.decide = (act) => new Refusal(act.kind === 'admit' ? 'SLIP_SUPERSEDED' : 'SESSION_REQUIRED');
    await bench.reconnect();
    const refused = await bench.page.until(({ screen }) => screen === 'refused');
    expect(refused).toMatchObject({ bySlip: true, session: null, refusal: { code: 'SLIP_SUPERSEDED' } });
    await bench.stop();
    await bench.start();
    await bench.page.until(({ line }) => line === 'online');
    expect(bench.page.screen).toMatchObject({ screen: 'refused', bySlip: true });
    expect(await bench.page.act({ kind: 'start-over' })).toBe(null);
    expect(bench.page.screen).toMatchObject({ screen: 'unassigned', bySlip: false, pending: 0 });
    expect(kinds()).toEqual(['admit', 'pledge']);
  });

  test('a seat drawn after the line fell: the slip is right, and the project is waited for', async () => {
    await bench.cut();
    expect(await sitDown(mine.text)).toBe(null);
    const waiting = await bench.page.until(({ screen }) => screen === 'admitting');
    expect(waiting).toMatchObject({ bySlip: true, session: null, pending: 1 });
    expect((await bench.page.act({ kind: 'start-over' }))?.code).toBe('ACT_PENDING');
    await bench.stop();
    await bench.start();
    expect(bench.page.screen).toMatchObject({ screen: 'admitting', bySlip: true });
    bench.hub.decide = () => {
      bench.hub.view = sessionView(pledging);
      return null;
    };
    await bench.reconnect();
    await bench.page.until(({ screen, bySlip }) => screen === 'session' && !bySlip);
  });

  test('where nobody was expected as the line fell, a slip is asked for', async () => {
    bench.hub.change(closedView);
    await bench.page.until(({ screen }) => screen === 'unassigned');
    await bench.cut();
    await bench.page.until(({ screen }) => screen === 'badge');
    expect(await sitDown(mine.text)).toBe(null);
    expect(bench.page.screen.screen).toBe('admitting');
  });

  test('the six digits alone let nobody in, in words', async () => {
    await drawnThenCut();
    await bench.page.act({ kind: 'badge', badge: BADGE });
    await bench.page.act({ kind: 'slip', code: '204680' });
    const refusal = await bench.page.act({ kind: 'admit', pin: PIN });
    expect(refusal?.code).toBe('SLIP_CODE_OFFLINE');
    expect(refusal?.message.zh).toContain('二维码');
  });

  test('every other slip is refused by its own code', async () => {
    const { desk } = bench.hub;
    const seconds = Math.floor(Date.now() / 1000);
    const wrong: [string, string, string?][] = [
      ['SLIP_UNREADABLE', mine.text.slice(0, -3)],
      ['SLIP_FORGED', new SlipDesk().issue(holder()).text],
      ['SLIP_FORGED', `${mine.text.slice(0, -1)}${(Number(mine.text.at(-1)) + 1) % 10}`],
      ['SLIP_OTHER_SEAT', desk.issue(holder(), { seat: 'H-0102' }).text],
      ['SLIP_EXPIRED', desk.issue(holder(), { issue: 50, from: seconds - 7200, seconds: 3600 }).text],
      ['SLIP_CLOCK', desk.issue(holder(), { issue: 50, from: seconds + 7200 }).text],
      ['SLIP_SUPERSEDED', desk.issue(holder(), { issue: 9 }).text],
      ['ADMISSION_SLIP_OF_ANOTHER', mine.text, 'A-2002'],
      ['ADMISSION_KEY_OF_ANOTHER', desk.issue({ ...holder(), key: 'ab'.repeat(32) }, { issue: 50 }).text],
    ];
    await drawnThenCut();
    for (const [code, text, badge] of wrong) {
      expect(await sitDown(text, badge), code).toBe(code);
      expect(bench.page.screen.session).toBe(null);
    }
    await bench.reconnect();
    // One word to the hall that somebody came with slips that are not as they should be.
    expect(bench.hub.stored.map(({ act }) => act)).toEqual([{ kind: 'trouble', what: 'slip-refused' }]);
    expect(bench.page.screen.key.state).toBe('present');
  });

  test('a slip drawn anew is the one that holds, also where the booth has heard of the former alone', async () => {
    await drawnThenCut();
    const later = bench.hub.desk.issue(holder(), { issue: 12, code: '731905' }, pledging);
    expect(await sitDown(later.text)).toBe(null);
    expect(bench.page.screen).toMatchObject({ screen: 'admitting', bySlip: true });
  });

  test('a seat the hub has taken back before the line fell is not opened by its old slip', async () => {
    bench.hub.show({ ...openView, slip: mine.told }, 11);
    bench.hub.view = { ...closedView };
    await told(13);
    await bench.cut();
    expect(await sitDown(mine.text)).toBe('SLIP_SUPERSEDED');
  });

  test('a machine whose clock went back cannot say whether a slip is still good', async () => {
    await drawnThenCut();
    await bench.stop();
    bench.now = () => new Date(Date.now() - 3_600_000);
    await bench.start();
    expect(await sitDown(mine.text)).toBe('SLIP_CLOCK');
  });

  test('a hub whose clock was put right since leaves its slips good, and itself believed', async () => {
    bench.hub.ahead = 2_280_000;
    const from = Math.floor((Date.now() + bench.hub.ahead) / 1000);
    const slip = bench.hub.desk.issue(holder(), { issue: 12, from }, pledging);
    bench.hub.view = { ...openView, slip: slip.told };
    await told(12);
    bench.hub.ahead = 0;
    await bench.page.until(({ hubAhead }) => hubAhead !== null && Math.abs(hubAhead) < 60_000);
    await bench.cut();
    expect(await sitDown(slip.text)).toBe(null);
  });
});

test('another hub than the first is not spoken to, and the work stays here', async () => {
  await bench.page.act({ kind: 'help' });
  await bench.page.until(({ pending }) => pending === 0);
  await bench.cut();
  await bench.page.act({ kind: 'help' });
  const own = bench.hub.desk;
  bench.hub.desk = new SlipDesk();
  const before = bench.hub.hellos.length;
  await bench.hub.open();
  await expect.poll(() => bench.hub.hellos.length).toBeGreaterThan(before + 1);
  expect(bench.page.screen).toMatchObject({ line: 'offline', pending: 1, refusal: { code: 'HUB_OTHER' } });
  expect(bench.hub.stored).toHaveLength(1);
  bench.hub.desk = own;
  await bench.page.until(({ line, pending }) => line === 'online' && pending === 0);
  expect(bench.hub.stored).toHaveLength(2);
});
