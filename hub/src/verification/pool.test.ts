import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { prepareSignature, type SignedBytes } from '#shared/signature/verify.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { SoftToken } from '#test/simulators/usb-key/soft-token.ts';
import { openVerifierPool, type PoolParts, type VerifierPool } from './pool.ts';

const binding = { purpose: 'sheet', booth: 'b' } as const;
const content = new TextEncoder().encode('{"marks":{}}');
let anchors: Uint8Array[];
let signed: SignedBytes;
let fingerprint: string;
let pool: VerifierPool;

beforeAll(async () => {
  const authority = await Authority.create('Experts CA');
  anchors = [authority.certificate];
  const { p12, certificate } = await authority.issue({ commonName: '张三', pin: '123456' });
  const token = SoftToken.open(p12, '123456');
  if (!token) throw new Error('wrong PIN');
  const parts = { content, certificates: [certificate], binding, signingTime: new Date() };
  const prepared = prepareSignature(parts);
  signed = { cms: prepared.assemble(token.sign(prepared.toBeSigned)), content, at: new Date() };
  fingerprint = certificateFingerprint(certificate);
});
afterEach(() => {
  pool.close();
  vi.restoreAllMocks();
});

const open = (parts: Partial<PoolParts> = {}) => {
  pool = openVerifierPool({ anchors, workers: 1, ...parts });
  return pool;
};
const many = (count: number) => Promise.all(Array.from({ length: count }, () => pool.verify(signed)));
const other = () => ({ ...signed, content: new TextEncoder().encode('{"marks":{"B1":{}}}') });

test.each([0, 1, 2])('with %i threads: the same findings and the same refusals', async (workers) => {
  open({ workers });
  const [found] = await many(40);
  expect(found?.signer).toMatchObject({ name: '张三', fingerprint });
  expect(found?.signingTime).toBeInstanceOf(Date);
  const refused = await pool.verify(other()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({ code: 'SIGNATURE_CONTENT_CHANGED' });
  const malformed = { ...signed, cms: signed.cms.slice(0, 100) };
  await expect(pool.verify(malformed)).rejects.toMatchObject({
    code: 'SIGNATURE_MALFORMED',
    values: { detail: expect.any(String) },
  });
});

const program = (text: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';\n${text}`)}`,
  );

test.each([
  ['ends when it is asked', "parentPort.on('message', () => process.exit(1));"],
  ['throws when it is asked', "parentPort.on('message', () => { throw new Error('out of memory'); });"],
  ['dies at its start', "throw new Error('no memory');"],
])('a thread that %s takes nothing with it', async (_what, text) => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  open({ program: program(text) });
  for (let time = 0; time < 3; time++) {
    expect((await many(5)).map(({ signer }) => signer.name)).toEqual(Array(5).fill('张三'));
    await expect(pool.verify(other())).rejects.toMatchObject({ code: 'SIGNATURE_CONTENT_CHANGED' });
  }
});

test('what is under way when the hub stops is answered all the same', async () => {
  open();
  const under = many(10);
  pool.close();
  expect(await under).toHaveLength(10);
});
