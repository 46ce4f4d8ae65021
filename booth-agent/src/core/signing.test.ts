import type { Static, TSchema } from 'typebox';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ExpertView, Signed, SignedPurpose } from '#shared/protocol/evaluation.ts';
import { ConsentStatement, PledgeStatement, pledgeText, readStatement } from '#shared/protocol/statements.ts';
import { Sheet } from '#shared/scoring/sheet.ts';
import { verifySignature } from '#shared/signature/verify.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, fullMarks, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';

const PIN = '123456';
let authority: Authority;
let issued: { p12: Uint8Array; certificate: Uint8Array };
let bench: Bench;

beforeAll(async () => {
  authority = await Authority.create('CA');
  issued = await authority.issue({ commonName: '李明', pin: PIN });
});
beforeEach(async () => {
  bench = await Bench.open(openView, new SimulatedToken(issued));
  await bench.page.act({ kind: 'badge', badge: 'A-1001' });
  await bench.page.act({ kind: 'slip', code: '204680' });
  await bench.page.act({ kind: 'admit', pin: PIN });
});
afterEach(() => bench.close());

async function stepOf(session: ExpertView): Promise<ExpertView> {
  bench.hub.change(sessionView(session));
  await bench.page.until((screen) => screen.session?.step === session.step);
  return session;
}

/** The statement as the hub reads it: canonical, of its schema, and its signature bound to this place. */
async function read<const S extends TSchema>(
  purpose: SignedPurpose,
  schema: S,
  session: ExpertView,
): Promise<Static<S>> {
  const act = bench.hub.stored.at(-1)?.act as { statement?: Signed; sheet?: Signed };
  const signed = act.statement ?? act.sheet;
  if (!signed) throw new Error('the last act is not signed');
  const statement = readStatement(schema, signed.content);
  const { version } = statement as { version?: number };
  await verifySignature({
    cms: bytesOfBase64(signed.cms),
    content: new TextEncoder().encode(signed.content),
    anchors: [authority.certificate],
    binding: {
      purpose,
      project: session.project.id,
      expert: session.expert,
      seat: session.seat,
      booth: session.boothDigest,
      ...(version === undefined ? {} : { version }),
    },
    at: new Date(),
  });
  return statement;
}

const place = ({ project, expert, seat, boothDigest }: ExpertView) => ({
  project: project.id,
  expert,
  seat,
  booth: boothDigest,
});

test('the pledge is signed with the whole text as shown', async () => {
  const session = await stepOf(expertAt('pledge'));
  expect(await bench.page.act({ kind: 'pledge', pin: PIN })).toBeNull();
  const statement = await read('pledge', PledgeStatement, session);
  expect(statement).toMatchObject({ ...place(session), format: 'kawei/pledge@1', text: pledgeText.zh });
});

const verdict = {
  form: { pass: true },
  qualification: { pass: false, reason: '业绩不足' },
  responsiveness: { pass: true },
};

test('the sheet holds the marks of valid bidders, the own verdicts and its version', async () => {
  const marks = { ...fullMarks, B3: { T1: 500 } }; // given before the bid was found invalid
  const session = await stepOf(expertAt('sign', { marks, myVerdicts: { B3: verdict } }));
  expect(await bench.page.act({ kind: 'sign', pin: PIN })).toBeNull();
  expect(await read('sheet', Sheet, session)).toMatchObject({
    ...place(session),
    ticket: session.ticket,
    version: 1,
    marks: fullMarks,
    review: { B3: verdict },
  });
});

test('a sheet with a fault is not signed, and the page says where it is', async () => {
  const marks = { B1: { T1: 12_300 }, B2: fullMarks.B2 };
  const { sheetFaults } = await stepOf(expertAt('sign', { marks })).then(() => bench.page.screen);
  expect(sheetFaults.map(({ bidder, item }) => [bidder, item])).toEqual([
    ['B1', 'T1'],
    ['B1', 'C1'],
  ]);
  expect(sheetFaults[0]?.message.zh).toContain('甲公司');
  const refusal = await bench.page.act({ kind: 'sign', pin: PIN });
  expect(refusal).toMatchObject({ code: 'READY_FAULTS' });
  expect(refusal?.faults.map(({ code, place }) => [code, place])).toEqual([
    ['MARK_STEP', 'marks.B1.T1'],
    ['MARK_MISSING', 'marks.B1.C1'],
  ]);
  expect(bench.hub.stored.map(({ act }) => act.kind)).toEqual(['admit']);
});

const flag = { id: 'F1', bidder: 'B1', item: 'T1', direction: 'high', rule: '30 %', state: 'open' } as const;

test('an amendment is the next version, and is forgotten only when the hub has taken it', async () => {
  const flags = [{ ...flag, text: { zh: '偏高', en: 'high' } }];
  const session = await stepOf(expertAt('flags', { marks: fullMarks, flags, sheetVersion: 2 }));
  expect((await bench.page.act({ kind: 'amend-sign', pin: PIN }))?.code).toBe('AMEND_UNCHANGED');
  await bench.page.act({ kind: 'amend-mark', bidder: 'B1', item: 'T1', mark: 9000 });
  bench.hub.decide = () => new Refusal('AMEND_NO_FLAG');
  expect((await bench.page.act({ kind: 'amend-sign', pin: PIN }))?.code).toBe('AMEND_NO_FLAG');
  expect(bench.page.screen.amendment).toEqual({ B1: { T1: 9000 } });
  bench.hub.decide = () => null;
  expect(await bench.page.act({ kind: 'amend-sign', pin: PIN })).toBeNull();
  const sheet = await read('sheet', Sheet, session);
  expect(sheet).toMatchObject({ version: 2, marks: { B1: { T1: 9000, C1: 4000 }, B2: fullMarks.B2 } });
  await bench.page.until(({ amendment }) => Object.keys(amendment).length === 0);
});

test('a key that is revoked is given up for another of the same expert, and nothing of the sheet is lost', async () => {
  const session = await stepOf(expertAt('sign', { marks: fullMarks }));
  const [next, third] = await Promise.all(
    ['李明', '王芳'].map((commonName) => authority.issue({ commonName, pin: PIN })),
  );
  if (!next || !third) throw new Error('no keys');
  const change = async (key: typeof next, screen: 'session' | 'key-removed') => {
    bench.devices.key.remove();
    bench.devices.key.insert(new SimulatedToken(key));
    await bench.page.until((now) => now.key.state === 'present' && now.screen === screen);
  };
  const about = { authority: 'CA', at: '2026-11-23T01:10:00.000Z' };
  bench.hub.decide = () => new Refusal('CERTIFICATE_REVOKED', about);
  expect((await bench.page.act({ kind: 'sign', pin: PIN }))?.code).toBe('CERTIFICATE_REVOKED');
  await change(next, 'session');
  expect(bench.page.screen.session?.marks).toEqual(session.marks);
  bench.hub.decide = () => null;
  expect(await bench.page.act({ kind: 'sign', pin: PIN })).toBeNull();
  await read('sheet', Sheet, session);
  // That one is the expert's own from now on.
  await change(third, 'key-removed');
  await change(next, 'session');
});

test('consent and dissent name the report; a dissent needs its text', async () => {
  const session = await stepOf(expertAt('consent', { reportDigest: 'e5'.repeat(32) }));
  const dissent = (text: string) =>
    bench.page.act({ kind: 'consent', position: 'dissent', dissent: text, pin: PIN });
  expect((await dissent('  '))?.code).toBe('DISSENT_TEXT');
  expect(await dissent('对第一名的业绩认定有不同意见')).toBeNull();
  expect(await read('consent', ConsentStatement, session)).toMatchObject({
    ...place(session),
    reportDigest: 'e5'.repeat(32),
    position: 'dissent',
    dissent: '对第一名的业绩认定有不同意见',
  });
  bench.hub.show(bench.hub.view);
  await bench.page.until(({ busy }) => busy.length === 0);
  expect(await bench.page.act({ kind: 'consent', position: 'agree', pin: PIN })).toBeNull();
  expect(await read('consent', ConsentStatement, session)).not.toHaveProperty('dissent');
});

test.each([
  ['pledge', 'PLEDGE_NOT_NOW'],
  ['sign', 'SIGN_NOT_NOW'],
  ['amend-sign', 'LOOKBACK_NOT_NOW'],
] as const)('%s is refused at another step, before the key is asked', async (kind, code) => {
  await stepOf(expertAt('marking'));
  expect((await bench.page.act({ kind, pin: 'wrong' }))?.code).toBe(code);
});

test('a wrong PIN signs nothing and leaves the step as it is', async () => {
  await stepOf(expertAt('pledge'));
  expect((await bench.page.act({ kind: 'pledge', pin: '654321' }))?.code).toBe('KEY_PIN_WRONG');
  expect(bench.page.screen).toMatchObject({ busy: [], pending: 0, screen: 'session' });
});

test('a sheet whose answer was lost with the line is done with its second answer: no view need come after it', async () => {
  const session = await stepOf(expertAt('sign', { marks: fullMarks }));
  bench.hub.mute = true;
  const signing = bench.page.act({ kind: 'sign', pin: PIN });
  await expect.poll(() => bench.hub.stored.at(-1)?.act.kind).toBe('sign');
  // It was the last sheet, and this one has to answer for a mark: the next line's first view shows that.
  bench.hub.view = sessionView({ ...session, step: 'flags', sheetVersion: 2 });
  bench.hub.drop();
  expect(await signing).toBeNull();
  await bench.page.until(({ line, session: shown }) => line === 'online' && shown?.step === 'flags');
  await expect.poll(() => bench.hub.received.filter((n) => n === bench.hub.last)).toHaveLength(2);
  expect(bench.page.screen.busy).toContain('flags');
  bench.hub.mute = false;
  bench.hub.answer(bench.hub.last);
  await bench.page.until(({ pending }) => pending === 0);
  expect(bench.page.screen.busy).toEqual([]);
});
