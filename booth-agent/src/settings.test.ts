import { expect, test } from 'vitest';
import { readBoothSettings } from './settings.ts';

const given = { KAWEI_BOOTH: 'B-01', KAWEI_BOOTH_TOKEN: 'a-token-that-is-long-enough' };

test('a booth needs its id and token; the rest has defaults', () => {
  expect(readBoothSettings(given)).toMatchObject({
    booth: 'B-01',
    token: 'a-token-that-is-long-enough',
    hub: 'ws://127.0.0.1:8080',
    port: 8181,
    pkcs11Module: '',
    fido2Certificates: '',
    sm2Container: '',
  });
});

test('an enrolled booth needs neither: its certificate says who it is', () => {
  const settings = readBoothSettings({
    KAWEI_HUB: 'wss://hub:8443',
    KAWEI_BOOTH_TOKEN: given.KAWEI_BOOTH_TOKEN,
  });
  expect(settings).toMatchObject({ booth: '', token: '', hub: 'wss://hub:8443' });
});

test.each([
  ['KAWEI_BOOTH', undefined],
  ['KAWEI_BOOTH', 'a b'],
  ['KAWEI_BOOTH_TOKEN', undefined],
  ['KAWEI_BOOTH_TOKEN', 'short'],
  ['KAWEI_HUB', 'http://hub:8080'],
  ['KAWEI_HUB', 'ws://hub:8080/path'],
  ['KAWEI_BOOTH_PORT', '70000'],
  ['KAWEI_BOOTH_PORT', '80x'],
  ['KAWEI_PKCS11_MODULE', 'vendor.so'],
])('%s = %s is refused by its name', (name, value) => {
  const texts = { ...given, [name]: value };
  expect(() => readBoothSettings(texts)).toThrow(
    expect.objectContaining({ code: 'SETTING_INVALID', values: expect.objectContaining({ name }) }),
  );
});

test('a wrong token is not shown', () => {
  expect(() => readBoothSettings({ ...given, KAWEI_BOOTH_TOKEN: 'hush hush' })).toThrow(
    expect.objectContaining({ values: expect.objectContaining({ value: '…' }) }),
  );
});
