import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatedMachine } from '#test/simulators/lockdown/machine.ts';
import { JOURNAL } from './journal.ts';
import { linuxOperations } from './linux/operations.ts';

let machine: SimulatedMachine;
let before: string[];
const names = linuxOperations.map(({ name }) => name);

beforeEach(() => {
  machine = SimulatedMachine.make();
  before = machine.tree();
});
afterEach(() => machine.end());

test('locks, and takes everything back, byte for byte with mode and owner', () => {
  const lockdown = machine.lockdown();
  const outcomes = lockdown.engage();
  expect(outcomes).toEqual(names.map((operation) => ({ operation, done: true, detail: '' })));
  expect(lockdown.inEffect()).toEqual(names);
  expect(machine.read('/etc/systemd/logind.conf.d/90-kawei-keys.conf')).toContain('HandlePowerKey=ignore');
  expect(machine.read('/proc/sys/kernel/sysrq')).toBe('0');
  expect(machine.read('/sys/class/drm/card0-HDMI-A-1/status')).toBe('connected\n');
  expect(machine.read('/sys/class/drm/card0-DP-1/status')).toBe('off');
  expect(machine.tree().filter((line) => line.includes('/dev/null'))).toHaveLength(7);
  expect(lockdown.release().every(({ done }) => done)).toBe(true);
  expect(machine.tree()).toEqual(before);
  expect(existsSync(join(machine.root, JOURNAL))).toBe(false);
  expect(lockdown.inEffect()).toEqual(['second-screens']);
});

test('locking a locked machine, and releasing one that is not, changes nothing more', () => {
  machine.lockdown().engage();
  machine.lockdown().engage();
  machine.lockdown().release();
  machine.lockdown().release();
  expect(machine.tree()).toEqual(before);
});

test('the system is told after the changes, and again after they are taken back', () => {
  const told: string[] = [];
  const lockdown = machine.lockdown((call) => {
    const made = existsSync(join(machine.root, 'etc/udev/rules.d/61-kawei-kiosk.rules'));
    told.push(`${call.join(' ')} ${made}`);
    return null;
  });
  lockdown.engage();
  expect(told).toContain('udevadm control --reload true');
  told.length = 0;
  lockdown.release();
  expect(told).toContain('udevadm control --reload false');
});

test('what the system does not take is reported, never passed over', () => {
  const lockdown = machine.lockdown(([program]) => (program === 'udevadm' ? 'udevadm: ENOENT' : null));
  const failed = lockdown.engage().filter(({ done }) => !done);
  expect(failed).toEqual([
    { operation: 'usb-storage', done: false, detail: 'udevadm: ENOENT; udevadm: ENOENT' },
  ]);
});

test('an operation that cannot be done is taken back whole; the others are done', () => {
  machine.put('/etc/udev', 'a file where a directory belongs', 0o644);
  before = machine.tree();
  const lockdown = machine.lockdown();
  expect(lockdown.engage().filter(({ done }) => !done)).toEqual([
    { operation: 'usb-storage', done: false, detail: 'ENOTDIR' },
  ]);
  expect(lockdown.inEffect()).toEqual(names.filter((name) => name !== 'usb-storage'));
  expect(existsSync(join(machine.root, 'etc/modprobe.d'))).toBe(false);
  lockdown.release();
  expect(machine.tree()).toEqual(before);
});

test('what somebody else has undone is seen', () => {
  const lockdown = machine.lockdown();
  lockdown.engage();
  machine.put('/etc/systemd/logind.conf.d/90-kawei-keys.conf', '[Login]\n', 0o644);
  expect(lockdown.inEffect()).not.toContain('power-keys');
});

test('what others have put beside ours stays', () => {
  const lockdown = machine.lockdown();
  lockdown.engage();
  machine.put('/etc/modprobe.d/local.conf', 'options x\n', 0o644);
  lockdown.release();
  expect(machine.read('/etc/modprobe.d/local.conf')).toBe('options x\n');
});

test('a line torn by a pulled plug stands for nothing', () => {
  const lockdown = machine.lockdown();
  lockdown.engage();
  const journal = join(machine.root, JOURNAL);
  writeFileSync(journal, `${machine.read(JOURNAL)}0123456789abcdef {"operation":"power`);
  expect(lockdown.release().every(({ done }) => done)).toBe(true);
  expect(machine.tree()).toEqual(before);
});

test('a reset takes away what is ours when the journal was lost', () => {
  const lockdown = machine.lockdown();
  lockdown.engage();
  writeFileSync(join(machine.root, JOURNAL), '');
  lockdown.release();
  expect(lockdown.inEffect()).toEqual(names);
  expect(lockdown.reset().every(({ done }) => done)).toBe(true);
  expect(lockdown.inEffect()).toEqual(['second-screens']);
});

test('a journal that cannot be opened stops the lock-down before anything is changed', () => {
  machine.put(`${JOURNAL}/in-the-way`, '', 0o644);
  expect(() => machine.lockdown().engage()).toThrow(
    expect.objectContaining({ code: 'LOCKDOWN_JOURNAL_FAILED' }),
  );
  expect(machine.tree()).toEqual(before);
});
