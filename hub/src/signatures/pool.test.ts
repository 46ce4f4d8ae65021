import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { Parsed } from '#shared/signature/parsed.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { verifyUnbound } from '#shared/signature/verify.ts';
import { Signer } from '#test/rehearsal/signer.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { type HubIdentity, openIdentity } from '../reports/identity.ts';
import { VerifierPool } from './pool.ts';
import type { StampedSignature, verifyStamped } from './stamped.ts';

const who = { project: 'P-1', expert: 'E1', seat: 'H-0101', booth: 'T1' };
let input: Parameters<typeof verifyStamped>[0];
let identity: HubIdentity;
let pool = new VerifierPool(0);

beforeAll(async () => {
  const authority = await Authority.create('Experts CA');
  const signer = await Signer.issue(authority, '李明');
  const at = new Date();
  const directory = mkdtempSync(join(tmpdir(), 'kawei-pool-'));
  identity = await openIdentity(join(directory, 'identity'), at);
  rmSync(directory, { recursive: true });
  const { content, cms } = signer.sign('pledge', who, at);
  input = {
    cms: bytesOfBase64(cms),
    content: new TextEncoder().encode(content),
    anchors: [authority.certificate],
    at,
    timeStamp: identity.timeStamp,
  };
});
afterEach(() => pool.close());

const dying = (how: string) => new URL(`data:text/javascript,${encodeURIComponent(how)}`);
const refusalOf = (verified: Promise<unknown>) =>
  verified.then(
    () => null,
    (error: Refusal) => error,
  );

/** What was verified, once its time-stamp is seen to hold. */
async function seen({ tsr, ...verified }: StampedSignature) {
  const { time } = await verifyTimeStamp({ tsr, data: input.cms, anchors: [identity.root] });
  expect(Math.floor(input.at.getTime() / 1000)).toBe(Math.floor(time.getTime() / 1000));
  return verified;
}

test('a thread says what this one would: who signed, or the same refusal', async () => {
  pool = new VerifierPool(2);
  const all = await Promise.all(Array.from({ length: 20 }, () => pool.verifyStamped(input)));
  expect(pool.running).toBe(2);
  const here = await verifyUnbound(input);
  for (const one of all) expect(await seen(one)).toEqual(here);
  const other = { ...input, content: new TextEncoder().encode('{}') };
  const refusal = await refusalOf(pool.verifyStamped(other));
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal?.toMessage()).toEqual((await refusalOf(verifyUnbound(other)))?.toMessage());
  expect(await refusalOf(pool.verifyStamped({ ...input, cms: new Uint8Array([1, 2, 3]) }))).toMatchObject({
    code: 'SIGNATURE_MALFORMED',
  });
});

test.each([
  [
    'ends at the first word',
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));",
  ],
  [
    'throws',
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('a bug'); });",
  ],
  ['cannot be started', 'throw new Error("not here");'],
  [
    'does not know',
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ id }) => parentPort.postMessage({ id }));",
  ],
])('nothing is lost with a thread that %s', async (_how, program) => {
  pool = new VerifierPool(2, dying(program));
  const here = await verifyUnbound(input);
  for (let round = 0; round < 4; round++) {
    const all = await Promise.all(Array.from({ length: 5 }, () => pool.verifyStamped(input)));
    for (const one of all) expect(await seen(one)).toEqual(here);
  }
});

test('threads that die again and again are not started for ever', async () => {
  let started = 0;
  pool = new VerifierPool(1, dying('throw new Error("not here");'));
  for (let round = 0; round < 9; round++) {
    const verified = pool.verifyStamped(input);
    started += pool.running;
    await verified;
  }
  expect(started).toBe(5);
});

test('where there is one core, and after the end, it is done here', async () => {
  pool = new VerifierPool(0);
  expect((await pool.verifyStamped(input)).signer.name).toBe('李明');
  expect(pool.running).toBe(0);
  pool = new VerifierPool(1);
  const under = pool.verifyStamped(input);
  await pool.close();
  expect((await under).signer.name).toBe('李明');
  expect((await pool.verifyStamped(input)).signer.name).toBe('李明');
  expect(pool.running).toBe(0);
});

test('what is parsed is kept by its bytes, no more than so many, and not where it failed', () => {
  const parsed = new Parsed<number>(2);
  let made = 0;
  const of = (byte: number) => parsed.of(new Uint8Array([byte]), () => ++made);
  expect([of(1), of(1), of(2), of(3), of(3), of(1)]).toEqual([1, 1, 2, 3, 3, 4]);
  expect(parsed.size).toBe(2);
  const failing = () => {
    throw new Error('not a certificate');
  };
  expect(() => parsed.of(new Uint8Array([9]), failing)).toThrow();
  expect(parsed.size).toBe(2);
});
