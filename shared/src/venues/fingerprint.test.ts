import { expect, test } from 'vitest';
import type { Fingerprint } from '../protocol/booth-frames.ts';
import { changesText, compareMachines, isAlarming } from './fingerprint.ts';

const terminal: Fingerprint = [
  { part: 'board-serial', value: 'PF2X9' },
  { part: 'cpu', value: 'Ryzen 5' },
  { part: 'disk-serial', value: 'S4EW' },
  { part: 'hostname', value: 'booth-01' },
  { part: 'ip', value: '10.0.0.7' },
  { part: 'mac', value: '00:16:3e:aa:bb:cc' },
  { part: 'machine-id', value: 'aa11' },
  { part: 'screen', value: 'DELL P2422H 1' },
];
const but = (changes: Record<string, string | null>): Fingerprint =>
  terminal.flatMap((entry) => {
    const value = changes[entry.part];
    if (value === null) return [];
    return [value === undefined ? entry : { part: entry.part, value }];
  });

test('the same machine has not changed', () => {
  expect(compareMachines(terminal, terminal)).toEqual({ changes: [], weight: 0, otherMachine: false });
});

test('a docking station alarms nobody: a network and a screen more, another address and, when it goes, one less', () => {
  const docked = [
    ...but({ ip: '10.0.0.99' }),
    { part: 'mac', value: '00:50:b6:00:00:01' },
    { part: 'screen', value: 'LG 27' },
  ];
  for (const change of [compareMachines(terminal, docked), compareMachines(docked, terminal)]) {
    expect(change.weight).toBeGreaterThan(0);
    expect(isAlarming(change.weight)).toBe(false);
    expect(change.otherMachine).toBe(false);
  }
});

test('a virtual machine that moves to another host has another processor and address, and alarms nobody', () => {
  const machine = but({ 'board-serial': null, 'disk-serial': null });
  const moved = machine.map((entry) =>
    entry.part === 'cpu' || entry.part === 'ip' ? { ...entry, value: `${entry.value}9` } : entry,
  );
  const change = compareMachines(machine, moved);
  expect([isAlarming(change.weight), change.otherMachine]).toEqual([false, false]);
});

test('another board is an alert, and the machine still the same by its disk', () => {
  const change = compareMachines(terminal, but({ 'board-serial': 'ZZZZ9' }));
  expect([isAlarming(change.weight), change.otherMachine]).toEqual([true, false]);
  expect(changesText(change)).toBe('board-serial PF2X9 → ZZZZ9 (40) = 40');
});

test('a machine of which every lasting part is another is another machine, whatever else it shows', () => {
  const clone = but({ 'board-serial': 'X1', 'disk-serial': 'X2', 'machine-id': 'X3' });
  expect(compareMachines(terminal, clone).otherMachine).toBe(true);
});

test('a machine without lasting parts cannot be told to be another', () => {
  const bare = but({ 'board-serial': null, 'disk-serial': null, 'machine-id': null });
  expect(compareMachines(bare, terminal).otherMachine).toBe(false);
  expect(compareMachines(terminal, bare).otherMachine).toBe(false);
});

test('parts that an older agent did not read are no alarm', () => {
  const older = but({ cpu: null, 'machine-id': null, screen: null, ip: null });
  expect(isAlarming(compareMachines(older, terminal).weight)).toBe(false);
});
