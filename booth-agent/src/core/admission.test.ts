import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { AdmissionStatement, readStatement } from '#shared/protocol/statements.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { verifySignature } from '#shared/signature/verify.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { closedView, expertAt, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';

const PIN = '123456';
let authority: Authority;
let issued: { p12: Uint8Array; certificate: Uint8Array };
let bench: Bench;

beforeAll(async () => {
  authority = await Authority.create('某市数字证书中心');
  issued = await authority.issue({ commonName: '李明', pin: PIN });
});
beforeEach(async () => {
  bench = await Bench.open(openView, new SimulatedToken(issued));
});
afterEach(() => bench.close());

async function showBadgeAndSlip(): Promise<void> {
  expect(await bench.page.act({ kind: 'badge', badge: 'A-1001' })).toBeNull();
  expect(await bench.page.act({ kind: 'slip', code: '204680' })).toBeNull();
  await bench.page.until(({ screen }) => screen === 'key');
}

const admissions = () =>
  bench.hub.stored.flatMap(({ act }) => (act.kind === 'admit' ? [act] : [])) as Extract<
    Act,
    { kind: 'admit' }
  >[];

test('badge, slip, key and PIN, each on its own screen, make an admission the hub can verify', async () => {
  expect(bench.page.screen).toMatchObject({ screen: 'badge', key: { state: 'present', holder: '李明' } });
  await bench.page.act({ kind: 'badge', badge: 'A-1001' });
  await bench.page.until(({ screen }) => screen === 'slip');
  await bench.page.act({ kind: 'slip', code: '204680' });
  await bench.page.until(({ screen }) => screen === 'key');
  const answer = bench.page.act({ kind: 'admit', pin: PIN });
  await bench.page.until(({ screen }) => screen === 'admitting');
  expect(await answer).toBeNull();
  const [{ statement }] = admissions() as [Extract<Act, { kind: 'admit' }>];
  expect(readStatement(AdmissionStatement, statement.content)).toMatchObject({
    booth: 'B-01',
    badge: 'A-1001',
    slip: '204680',
    challenge: bench.hub.challenge,
  });
  const { signer } = await verifySignature({
    cms: bytesOfBase64(statement.cms),
    content: new TextEncoder().encode(statement.content),
    anchors: [authority.certificate],
    binding: { purpose: 'admission', booth: 'B-01' },
    at: new Date(),
  });
  expect(signer.fingerprint).toBe(certificateFingerprint(issued.certificate));
  bench.hub.change(sessionView(expertAt('pledge')));
  const { session } = await bench.page.until(({ screen }) => screen === 'session');
  expect(session?.name).toBe('李明');
});

test('a refused admission says why, is kept through a restart, and can be started over', async () => {
  bench.hub.decide = () => new Refusal('ADMISSION_WRONG_SEAT');
  await showBadgeAndSlip();
  await bench.page.act({ kind: 'admit', pin: PIN });
  // Where the hub is slow the page is not kept waiting for its answer; the screen tells it in any case.
  const { refusal } = await bench.page.until((now) => now.screen === 'refused' && now.refusal !== null);
  expect(refusal?.code).toBe('ADMISSION_WRONG_SEAT');
  await bench.stop();
  await bench.start();
  expect(bench.page.screen).toMatchObject({ screen: 'refused', refusal: { code: 'ADMISSION_WRONG_SEAT' } });
  expect(await bench.page.act({ kind: 'start-over' })).toBeNull();
  await bench.page.until(({ screen, refusal }) => screen === 'badge' && refusal === null);
});

test('a wrong PIN tells how many tries are left; the fifth locks the key, also for the right PIN', async () => {
  await showBadgeAndSlip();
  const tryWrong = () => bench.page.act({ kind: 'admit', pin: '000000' });
  for (const left of [4, 3, 2]) {
    const refusal = await tryWrong();
    expect(refusal).toMatchObject({ code: 'KEY_PIN_WRONG' });
    expect(refusal?.message.en).toContain(`${left} tries`);
    await bench.page.until(({ key }) => key.triesLeft === left);
  }
  expect((await tryWrong())?.code).toBe('KEY_PIN_LAST_TRY');
  await bench.page.until(({ key }) => key.triesLeft === 1);
  expect((await bench.page.act({ kind: 'admit', pin: '000000' }))?.code).toBe('KEY_PIN_LOCKED');
  expect((await bench.page.act({ kind: 'admit', pin: PIN }))?.code).toBe('KEY_PIN_LOCKED');
  await bench.page.until(({ key, screen }) => key.state === 'locked' && screen === 'key');
  expect(bench.hub.stored).toEqual([]);
});

test('without a key there is no admission', async () => {
  await showBadgeAndSlip();
  bench.devices.key.remove();
  expect((await bench.page.act({ kind: 'admit', pin: PIN }))?.code).toBe('KEY_ABSENT');
});

test('without a line the six digits let nobody in: only the hub can check them', async () => {
  await showBadgeAndSlip();
  await bench.cut();
  expect((await bench.page.act({ kind: 'admit', pin: PIN }))?.code).toBe('SLIP_CODE_OFFLINE');
});

test('an admission whose answer was lost with the line is answered when the line is back', async () => {
  bench.hub.decide = () => new Refusal('ADMISSION_KEY_OF_ANOTHER');
  bench.hub.mute = true;
  await showBadgeAndSlip();
  const answer = bench.page.act({ kind: 'admit', pin: PIN });
  await expect.poll(() => bench.hub.stored.length).toBe(1);
  bench.hub.mute = false;
  bench.hub.drop();
  expect(await answer).toBeNull();
  const { refusal } = await bench.page.until(({ screen }) => screen === 'refused');
  expect(refusal?.code).toBe('ADMISSION_KEY_OF_ANOTHER');
  expect(bench.hub.stored).toHaveLength(1);
});

test('nobody is asked for a badge where nobody is expected', async () => {
  bench.hub.change(closedView);
  await bench.page.until(({ screen }) => screen === 'unassigned');
  expect((await bench.page.act({ kind: 'badge', badge: 'A-1001' }))?.code).toBe('ADMISSION_NOT_NOW');
  expect((await bench.page.act({ kind: 'pledge', pin: PIN }))?.code).toBe('SESSION_REQUIRED');
});
