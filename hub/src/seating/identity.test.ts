import { expect, test } from 'vitest';
import { proveId } from '#shared/pool/id-proof.ts';
import { readSettings } from '../settings.ts';
import { identityView, scannedBy } from './identity.ts';

const logKey = { origin: '', verifierKey: '', signNote: String, secretFor: () => new Uint8Array(32).fill(7) };
const hubWith = (environment: Record<string, string>) => ({ logKey, settings: readSettings(environment) });
const both = hubWith({});
const badgeAlone = hubWith({ KAWEI_CHECK_IN: 'badge' });
const scan = { scan: '0'.repeat(64), badge: 'ZJ-1' };
const idNumber = '11010519491231002X';

test('asks for badge and ID number unless it is set otherwise', () => {
  expect(identityView(both)).toMatchObject({ needed: true, reader: '' });
  expect(() => scannedBy(both, scan)).toThrow(expect.objectContaining({ code: 'CHECK_IN_ID_NEEDED' }));
  expect(identityView(badgeAlone).needed).toBe(false);
  expect(scannedBy(badgeAlone, scan).idNumberIs).toBe(null);
});

test('compares an ID number that was read, also where the badge would be enough', () => {
  const proof = proveId(identityView(both).key, { badge: 'ZJ-1', idNumber }, new Uint8Array(32).fill(9));
  for (const hub of [both, badgeAlone])
    for (const read of [{ idNumber }, { idProof: proof }]) {
      const { idNumberIs } = scannedBy(hub, { ...scan, ...read });
      expect([idNumberIs?.(idNumber), idNumberIs?.('440524188001010014')]).toEqual([true, false]);
    }
});

test('lets pages reach a card reader on their own machine alone', () => {
  expect(readSettings({ KAWEI_ID_READER: 'ws://127.0.0.1:8899' }).idReader).toBe('ws://127.0.0.1:8899');
  for (const elsewhere of ['ws://192.168.0.7:8899', 'http://127.0.0.1:8899', 'ws://127.0.0.1.evil.cn:80'])
    expect(() => readSettings({ KAWEI_ID_READER: elsewhere })).toThrow(
      expect.objectContaining({ code: 'SETTING_INVALID' }),
    );
});
