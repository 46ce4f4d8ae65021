import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SimulatedMachine } from '#test/simulators/lockdown/machine.ts';

const kawei = fileURLToPath(new URL('./kawei.ts', import.meta.url));
let machine: SimulatedMachine;

beforeEach(() => {
  machine = SimulatedMachine.make();
});
afterEach(() => machine.end());

function run(...words: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [kawei, 'booth', ...words, '--root', machine.root], (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

test('a terminal is locked, restored, and reset by hand', async () => {
  const before = machine.tree();
  const locked = await run('lock');
  expect(locked).toMatchObject({ code: 0, out: '' });
  expect(locked.said).toContain('完成  power-keys');
  expect(machine.tree()).not.toEqual(before);
  expect((await run('restore')).code).toBe(0);
  expect(machine.tree()).toEqual(before);
  await run('lock', '--except', 'usb-storage,second-screens');
  const reset = await run('reset', '--json');
  const { outcomes } = JSON.parse(reset.out) as { outcomes: { operation: string }[] };
  expect(outcomes.map(({ operation }) => operation)).toEqual(['virtual-terminals', 'power-keys']);
  expect(machine.tree()).toEqual(before);
});

test('what cannot be done is told by the exit code; an operation nobody knows is wrong usage', async () => {
  machine.put('/etc/udev', 'a file where a directory belongs', 0o644);
  const { code, said } = await run('lock');
  expect(code).toBe(1);
  expect(said).toContain('未完成  usb-storage');
  expect((await run('lock', '--except', 'mice')).code).toBe(2);
});
