/** What every key behind the port keeps, real or simulated. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KeyNow, KeyPort } from '#booth/devices/ports.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import { signatureHolds } from '#shared/signature/verify.ts';

/** One machine with a slot, and the hand that works it. */
export interface KeyBench {
  readonly port: KeyPort;
  readonly pin: string;
  /** Of the key that is put in. */
  readonly certificate: Uint8Array;
  insert(): void;
  pullOut(): void;
  /** Puts another expert's key in beside, where the machine has room for it. */
  readonly another?: { insert(): void; pullOut(): void };
  close(): Promise<void>;
}

const bytes = new TextEncoder().encode('one sheet');

export function keyContract(name: string, open: () => Promise<KeyBench>): void {
  describe(`the key port: ${name}`, () => {
    let bench: KeyBench;
    let now: KeyNow | null;
    let told: KeyNow['state'][];
    let stop: () => void;

    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close());
    beforeEach(async () => {
      stop?.();
      told = [];
      now = null;
      stop = bench.port.watch((key) => {
        now = key;
        told.push(key.state);
      });
      await until('present');
    });

    const until = (state: KeyNow['state']) => expect.poll(() => now?.state, { interval: 5 }).toBe(state);
    const sign = (pin = bench.pin, what: Uint8Array = bytes) => bench.port.sign(what, pin);

    test('it shows its certificate without a PIN', () => {
      expect(now).toEqual({ state: 'present', certificate: bench.certificate, triesLeft: null });
    });

    test('pulled out it is missed, put back it is the same, and each is told once', async () => {
      bench.pullOut();
      await until('absent');
      expect(await sign()).toEqual({ kind: 'absent' });
      bench.insert();
      await until('present');
      expect(now).toMatchObject({ certificate: bench.certificate });
      expect(told).toEqual(['present', 'absent', 'present']);
      expect((await sign()).kind).toBe('signed');
    });

    test('what it signs holds by its certificate, and for nothing else', async () => {
      const answer = await sign();
      if (answer.kind !== 'signed') throw new Error(answer.kind);
      const certificate = KnownCertificate.read(bench.certificate);
      const holds = (what: Uint8Array) => signatureHolds(certificate, what, answer.signature);
      expect(await holds(bytes)).toBe(true);
      expect(await holds(new Uint8Array([1]))).toBe(false);
    });

    test('signings that are asked for at once are each done', async () => {
      const answers = await Promise.all([1, 2, 3].map((byte) => sign(bench.pin, new Uint8Array([byte]))));
      expect(answers.map(({ kind }) => kind)).toEqual(['signed', 'signed', 'signed']);
    });

    test('a wrong PIN signs nothing, and the right one does so again', async () => {
      expect((await sign('999999')).kind).toBe('wrong-pin');
      expect((await sign()).kind).toBe('signed');
      await until('present');
      expect(now).toMatchObject({ triesLeft: null });
    });

    test('whoever has stopped watching is told nothing', async () => {
      stop();
      bench.pullOut();
      await expect.poll(async () => (await sign()).kind, { timeout: 2000 }).toBe('absent');
      bench.insert();
      expect(told).toEqual(['present']);
    });

    test('with another key beside it none signs, until that is gone', async () => {
      if (!bench.another) return expect(['simulated', 'SM2 in a container']).toContain(name); // its slot takes one
      bench.pullOut();
      await until('absent');
      bench.another.insert();
      bench.insert();
      await until('several');
      expect((await sign()).kind).toBe('absent');
      bench.another.pullOut();
      await until('present');
      expect(now).toMatchObject({ certificate: bench.certificate });
      expect((await sign()).kind).toBe('signed');
    });
  });
}
