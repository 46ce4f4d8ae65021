import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { systemFingerprint } from '#booth/devices/fingerprint/system.ts';
import type { Devices } from '#booth/devices/ports.ts';
import { withoutDisplay, withoutKey, withoutLockdown } from '#booth/devices/without.ts';
import { readBoothSettings } from '#booth/settings.ts';
import { startBooth } from '#booth/shell/headless.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { say } from './output.ts';
import { untilStopped } from './signals.ts';

export { boothSettingList } from '#booth/settings.ts';

interface Options {
  readonly simulated?: string;
  readonly key?: string;
}

/** `kawei booth`: runs one booth without Electron until it is told to stop. */
export function registerBooth(program: Command): void {
  program
    .command('booth')
    .description(
      '启动一台卡位终端（设置见 kawei config）/ run one booth; for its settings see `kawei config`',
    )
    .option(
      '--simulated <dir>',
      '用模拟设备（仅源代码目录）：dir/key.p12 存在即为插入 Key / simulated devices, in a checkout only: dir/key.p12 is the key in the slot',
    )
    .option(
      '--key <file>',
      '启动时插入此 Key（与 --simulated 同用）/ key to insert at the start, with --simulated',
    )
    .action(run);
}

async function run({ simulated, key }: Options, command: Command): Promise<void> {
  if (key !== undefined && simulated === undefined) command.error('--key needs --simulated', { exitCode: 2 });
  const settings = readBoothSettings(process.env);
  const hardware =
    simulated === undefined ? realDevices() : await simulatedMachine(settings.booth, simulated, key);
  try {
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const booth = await startBooth({ settings, devices: hardware.devices, log });
    say(
      `卡位 ${settings.booth} 已启动，专家页面：${booth.address}`,
      `Booth ${settings.booth} is running at ${booth.address}`,
    );
    await untilStopped();
    say('正在停止……', 'Stopping…');
    await booth.close();
  } finally {
    hardware.close();
  }
}

interface Machine {
  readonly devices: Devices;
  close(): void;
}

function realDevices(): Machine {
  say(
    '本版本尚不支持实物签名 Key，专家不能入座；可用 --simulated 试用模拟设备。',
    'This version has no adapter for real USB keys yet, so nobody can be admitted here; try --simulated.',
  );
  const devices = {
    key: withoutKey,
    fingerprint: systemFingerprint,
    display: withoutDisplay,
    lockdown: withoutLockdown,
  };
  return { devices, close: () => {} };
}

/** The simulators are no part of what is installed: they are looked for where a checkout has them. */
async function simulatedMachine(name: string, folder: string, key: string | undefined): Promise<Machine> {
  const simulators = new URL('../../../test/simulators/hand.ts', import.meta.url);
  const file = fileURLToPath(simulators);
  if (!existsSync(file)) throw new Refusal('CHECKOUT_ONLY', { file });
  if (key !== undefined && !existsSync(key))
    throw new Refusal('FILE_UNREADABLE', { file: key, detail: 'ENOENT' });
  const { handWorkedDevices } = (await import(simulators.href)) as {
    handWorkedDevices(parts: { name: string; folder: string; key?: string }): Machine & { slot: string };
  };
  const machine = handWorkedDevices({ name, folder, ...(key === undefined ? {} : { key }) });
  say(
    `模拟设备：放入或取走 ${machine.slot} 即插入或拔出 Key`,
    `Simulated: ${machine.slot} is the key in the slot`,
  );
  return machine;
}
