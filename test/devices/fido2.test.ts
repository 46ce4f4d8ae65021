/** The FIDO2 adapter on a simulated bus: the contract, touches, garbage, and sheets the hub's own check verifies. */
import 'reflect-metadata';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyNow } from '#booth/devices/ports.ts';
import { enrolInserted } from '#booth/devices/usb-key/fido2/enrol.ts';
import { Assembly, framesOf } from '#booth/devices/usb-key/fido2/frames.ts';
import { Fido2Key } from '#booth/devices/usb-key/fido2/key.ts';
import { assertionHolds, openAssertion, packAssertion } from '#shared/signature/assertion.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { SimulatedBus } from '../simulators/fido2/bus.ts';
import { type Garbage, VirtualKey } from '../simulators/fido2/virtual-key.ts';
import { Bench } from '../simulators/hub-line/bench.ts';
import { openView } from '../simulators/hub-line/views.ts';
import { enrol, patience } from './fido2-bench.ts';
import { keyContract } from './key-contract.ts';
import { content, prepareSheet, verifySheet } from './sheet.ts';

const PIN = '123456';

async function open() {
  const authority = await Authority.create('Experts CA');
  const bus = new SimulatedBus();
  const make = async (name: string) => {
    const key = new VirtualKey(PIN);
    bus.insert(key);
    const [path = ''] = await bus.list();
    const certificate = await enrol(bus, path, authority, name, PIN);
    bus.pullOut(key);
    return { key, certificate };
  };
  const own = await make('李明');
  const other = await make('王芳');
  const log: string[] = [];
  bus.insert(own.key);
  const port = new Fido2Key({
    ...{ bus, patience },
    certificates: () => [other.certificate, own.certificate],
    log: (line) => log.push(line),
  });
  return { authority, bus, own, other, port, log };
}

keyContract('FIDO2', async () => {
  const { bus, own, other, port } = await open();
  return {
    ...{ port, pin: PIN, certificate: own.certificate },
    insert: () => bus.insert(own.key),
    pullOut: () => bus.pullOut(own.key),
    another: { insert: () => bus.insert(other.key), pullOut: () => bus.pullOut(other.key) },
    close: () => port.close(),
  };
});

describe('a FIDO2 key', () => {
  let bench: Awaited<ReturnType<typeof open>>;
  let now: KeyNow | null;
  let told: KeyNow[];

  beforeEach(async () => {
    bench = await open();
    told = [];
    now = null;
    bench.port.watch((key) => {
      now = key;
      told.push(key);
    });
    await until('present');
  });
  afterEach(() => bench.port.close());
  const until = (state: string) => expect.poll(() => now?.state, { interval: 5 }).toBe(state);
  const signs = (pin = PIN) => bench.port.sign(content, pin);

  async function signedSheet() {
    const { port, own } = bench;
    const prepared = prepareSheet(own.certificate);
    const answer = await port.sign(prepared.toBeSigned, PIN);
    if (answer.kind !== 'signed') throw new Error(answer.kind);
    return { prepared, signature: answer.signature };
  }
  const verified = (cms: Uint8Array) => verifySheet(cms, bench.authority.certificate);

  test('signs a sheet that the hub verifies, and that no changed part passes', async () => {
    const { prepared, signature } = await signedSheet();
    const cms = prepared.assemble(signature);
    expect((await verified(cms)).signer).toMatchObject({ name: '李明', certificate: bench.own.certificate });
    const parts = openAssertion(signature);
    for (const part of ['authenticatorData', 'clientDataJSON', 'signature'] as const) {
      for (let at = 0; at < parts[part].length; at++) {
        const bytes = parts[part].slice();
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        const changed = prepared.assemble(packAssertion({ ...parts, [part]: bytes }));
        await expect(verified(changed), `${part} ${at}`).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
      }
    }
  });

  test('without the touch, or without the PIN, an assertion is no signature', async () => {
    const { key } = KnownCertificate.read(bench.own.certificate);
    const { signature } = await signedSheet();
    expect(await assertionHolds(key, content, signature)).toBe(false); // of other bytes
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = await bench.authority.certify(publicKey, { commonName: 'x' });
    const own = KnownCertificate.read(certificate).key;
    const good = await bench.port.sign(content, PIN);
    if (good.kind !== 'signed') throw new Error(good.kind);
    const { authenticatorData, clientDataJSON } = openAssertion(good.signature);
    const withFlags = async (flags: number) => {
      const data = authenticatorData.slice();
      data[32] = flags;
      const bytes = Buffer.concat([data, createHash('sha256').update(clientDataJSON).digest()]);
      const made = new Uint8Array(sign('sha256', bytes, privateKey));
      return assertionHolds(
        own,
        content,
        packAssertion({ authenticatorData: data, clientDataJSON, signature: made }),
      );
    };
    expect(await Promise.all([0x05, 0x01, 0x04, 0x00, 0x45].map(withFlags))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('the page is told that it waits to be touched, and when it no longer does', async () => {
    expect((await signs()).kind).toBe('signed');
    expect(told.map((key) => ('touch' in key ? 'touch' : key.state))).toEqual([
      'present',
      'touch',
      'present',
    ]);
  });

  test.each(['refused', 'never'] as const)(
    'a touch that is %s signs nothing, and the next goes well',
    async (touch) => {
      bench.own.key.touch = touch;
      expect(await signs()).toEqual({ kind: 'untouched' });
      bench.own.key.touch = 'given';
      expect((await signs()).kind).toBe('signed');
    },
  );

  test('pulled out while it blinks, nothing is signed and the screen is locked', async () => {
    bench.own.key.touch = 'never';
    bench.own.key.blinks = () => setTimeout(() => bench.bus.pullOut(bench.own.key), 30);
    expect(await signs()).toEqual({ kind: 'absent' });
    await until('absent');
  });

  test('wrong PINs are counted down to the lock', async () => {
    for (let left = 7; left > 0; left--) {
      expect(await signs('000000')).toEqual({ kind: 'wrong-pin', triesLeft: left });
      expect(now).toMatchObject({ triesLeft: left });
    }
    expect(await signs('000000')).toEqual({ kind: 'locked' });
    expect(now?.state).toBe('locked');
    expect(await signs()).toEqual({ kind: 'locked' });
  });

  test.each(['noise', 'out-of-order', 'no-cbor', 'other-signature', 'silence'] as Garbage[])(
    '%s is refused, and the next signing goes well',
    async (garbage) => {
      bench.own.key.garbage = garbage;
      expect((await signs()).kind).toBe('failed');
      bench.own.key.garbage = null;
      await expect.poll(async () => (await signs()).kind, { interval: 100 }).toBe('signed');
    },
  );

  test('one that blinks on when it is told to stop is given up', async () => {
    Object.assign(bench.own.key, { touch: 'never', garbage: 'blinks-on' });
    expect(await signs()).toEqual({ kind: 'failed', detail: 'no answer' });
    Object.assign(bench.own.key, { touch: 'given', garbage: null });
    await expect.poll(async () => (await signs()).kind, { interval: 100 }).toBe('signed');
  });

  test('another key under the same path is not taken for the one before', async () => {
    const [path = ''] = await bench.bus.list();
    bench.bus.pullOut(bench.own.key);
    bench.bus.insert(bench.other.key, path);
    await expect.poll(() => now).toMatchObject({ certificate: bench.other.certificate });
    expect((await signs()).kind).toBe('signed');
  });

  test('what is meant for another program is passed over', async () => {
    bench.own.key.garbage = 'other-channel';
    expect((await signs()).kind).toBe('signed');
  });

  test('a key that is nobody’s is no key', async () => {
    const stranger = new VirtualKey(PIN);
    bench.bus.insert(stranger);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(now).toMatchObject({ state: 'present', certificate: bench.own.certificate });
  });
});

test('an expert sits down with a touch, is asked for it by the page, and can call for help meanwhile', async () => {
  const { own, port } = await open();
  const bench = await Bench.open(openView, null, port);
  try {
    await bench.page.act({ kind: 'badge', badge: 'A-1001' });
    await bench.page.act({ kind: 'slip', code: '204680' });
    await bench.page.until(({ key }) => key.holder === '李明');
    own.key.touch = 'never';
    const waiting = bench.page.act({ kind: 'admit', pin: PIN });
    await bench.page.until(({ key }) => key.touch);
    expect(await bench.page.act({ kind: 'help' })).toBeNull();
    expect(bench.page.screen.key.touch).toBe(true);
    expect((await waiting)?.code).toBe('KEY_UNTOUCHED');
    own.key.touch = 'given';
    expect(await bench.page.act({ kind: 'admit', pin: PIN })).toBeNull();
    expect(bench.hub.stored.map(({ act }) => act.kind)).toEqual(['trouble', 'admit']);
  } finally {
    await bench.close();
    await port.close();
  }
});

test('enrolment asks for one key, its PIN and a touch, and says which was wrong', async () => {
  const bus = new SimulatedBus();
  const key = new VirtualKey(PIN);
  const enrolled = (pin = PIN) => enrolInserted(bus, '李明', pin);
  await expect(enrolled()).rejects.toMatchObject({ code: 'KEY_ABSENT' });
  bus.insert(key);
  await expect(enrolled('000000')).rejects.toMatchObject({ code: 'KEY_PIN_WRONG', values: { left: 7 } });
  key.touch = 'refused';
  await expect(enrolled()).rejects.toMatchObject({ code: 'KEY_UNTOUCHED' });
  key.touch = 'given';
  expect(await enrolled()).toMatchObject({ point: expect.any(Uint8Array) });
  key.garbage = 'no-cbor';
  await expect(enrolled()).rejects.toMatchObject({ code: 'KEY_FAILED' });
  bus.insert(new VirtualKey(PIN));
  await expect(enrolled()).rejects.toMatchObject({ code: 'KEY_SEVERAL' });
});

test('a message of any length comes together again; a frame that is missing is noticed', () => {
  for (const length of [0, 1, 57, 58, 116, 117, 7609]) {
    const data = Uint8Array.from({ length }, (_, n) => n % 251);
    const assembly = new Assembly(7);
    const frames = framesOf(7, { command: 0x10, data });
    const last = frames.map((frame) => assembly.add(frame)).at(-1);
    expect(last).toEqual({ command: 0x10, data });
  }
  const [first, , third] = framesOf(7, { command: 0x10, data: new Uint8Array(200) });
  const assembly = new Assembly(7);
  assembly.add(first as Uint8Array);
  expect(() => assembly.add(third as Uint8Array)).toThrow('out of order');
  expect(() => framesOf(7, { command: 0x10, data: new Uint8Array(7610) })).toThrow('too long');
});
