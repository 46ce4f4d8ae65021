import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KeyNow } from '#booth/devices/ports.ts';
import { Authority } from './authority/authority.ts';
import { handWorkedDevices } from './hand.ts';
import { certificateIn } from './usb-key/certificate.ts';
import { PIN_TRIES } from './usb-key/key.ts';

test('a PKCS#12 laid into the folder is a key in the slot, and taken away pulls it out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kawei-hand-'));
  const issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' });
  expect(certificateIn(issued.p12)).toEqual(issued.certificate);
  const { devices, slot, close } = handWorkedDevices({ name: 'B-01', folder });
  let now: KeyNow = { state: 'present', certificate: new Uint8Array(), triesLeft: null };
  devices.key.watch((seen) => {
    now = seen;
  });
  expect(now).toEqual({ state: 'absent' });
  writeFileSync(slot, 'half a file');
  writeFileSync(slot, issued.p12);
  await expect
    .poll(() => now)
    .toEqual({ state: 'present', certificate: issued.certificate, triesLeft: null });
  for (let tries = 0; tries < PIN_TRIES; tries++) await devices.key.sign(new Uint8Array(), '000000');
  expect(now.state).toBe('locked');
  rmSync(slot);
  await expect.poll(() => now.state).toBe('absent');
  writeFileSync(slot, issued.p12); // the same key has not forgotten
  await expect.poll(() => now.state).toBe('locked');
  close();
  rmSync(folder, { recursive: true });
});
