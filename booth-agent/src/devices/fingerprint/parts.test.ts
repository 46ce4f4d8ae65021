import { expect, test } from 'vitest';
import { BoothFrame, PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { partsOf } from './parts.ts';
import { systemFingerprint } from './system.ts';

const machine = {
  interfaces: [
    { mac: '00-16-3E-AA-BB-CC', ip4: '10.0.0.7', ip6: 'fe80::1%eth0', internal: false, virtual: false },
    { mac: '02:42:ac:11:00:02', ip4: '172.17.0.1', ip6: '', internal: false, virtual: true },
    { mac: '00:00:00:00:00:00', ip4: '127.0.0.1', ip6: '::1', internal: true, virtual: false },
  ],
  boardSerial: ' pf2x9 ',
  systemSerial: 'To be filled by O.E.M.',
  systemUuid: '03000200-0400-0500-0006-000700080009',
  diskSerials: ['S4EWNX0M', '', 'S4EWNX0M', null],
  hostname: 'BOOTH-01',
  machineId: '1c0ffee',
  cpu: ' AMD  Ryzen 5 6',
  os: 'Debian GNU/Linux 13',
  screens: ['DELL P2422H 77', ''],
};

test('physical parts are canonical and sorted; virtual, loopback and placeholders are left out', () => {
  expect(partsOf(machine)).toEqual([
    { part: 'board-serial', value: 'PF2X9' },
    { part: 'cpu', value: 'AMD Ryzen 5 6' },
    { part: 'disk-serial', value: 'S4EWNX0M' },
    { part: 'hostname', value: 'booth-01' },
    { part: 'ip', value: '10.0.0.7' },
    { part: 'mac', value: '00:16:3e:aa:bb:cc' },
    { part: 'machine-id', value: '1C0FFEE' },
    { part: 'os', value: 'Debian GNU/Linux 13' },
    { part: 'screen', value: 'DELL P2422H 77' },
  ]);
});

test('the order in which the system lists its parts does not matter', () => {
  const turned = {
    ...machine,
    interfaces: [...machine.interfaces].reverse(),
    diskSerials: [...machine.diskSerials].reverse(),
  };
  expect(partsOf(turned)).toEqual(partsOf(machine));
});

test('what cannot be read is absent', () => {
  expect(partsOf({ interfaces: [], diskSerials: [] })).toEqual([]);
});

test('this machine has parts the hub would take, the same at each reading', async () => {
  const fingerprint = await systemFingerprint.read();
  expect(fingerprint.map(({ part }) => part)).toContain('hostname');
  expect(await systemFingerprint.read()).toEqual(fingerprint);
  const hello = {
    type: 'hello',
    protocol: PROTOCOL,
    booth: 'B',
    token: '0123456789abcdef',
    fingerprint,
    acked: 0,
  };
  expect(() => parse(BoothFrame, { ...hello, at: '2026-11-23T01:00:00.000Z' })).not.toThrow();
});
