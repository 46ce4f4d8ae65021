import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { systemFingerprint } from '#booth/devices/fingerprint/system.ts';
import type { Devices } from '#booth/devices/ports.ts';
import { realMachine } from '#booth/devices/real.ts';
import { withoutDisplay } from '#booth/devices/without.ts';
import { enrol } from '#booth/identity/enrol.ts';
import { MutualTls } from '#booth/identity/mutual-tls.ts';
import { type BoothSettings, type DeviceSettings, isEnrolled, readBoothSettings } from '#booth/settings.ts';
import { startBooth } from '#booth/shell/headless.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { registerLockdown } from './booth-lockdown.ts';
import { registerReport } from './booth-report.ts';
import { say } from './output.ts';
import { untilStopped } from './signals.ts';

export { boothSettingList } from '#booth/settings.ts';

interface Options {
  readonly simulated?: string;
  readonly key?: string;
}

/** `kawei booth`: runs one booth without Electron until it is told to stop. */
export function registerBooth(program: Command): void {
  const booth = program.command('booth');
  registerLockdown(booth);
  registerReport(booth);
  booth
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
  booth
    .command('enrol')
    .description('以入网码让本终端入网 / enrol this terminal with its one-time code')
    .requiredOption(
      '--hub <url>',
      '中心的终端 TLS 端口 wss://主机:端口 / TLS port of the hub, wss://HOST:PORT',
    )
    .requiredOption('--code <code>', '入网码 / the code')
    .action(enrolHere);
}

async function enrolHere({ hub, code }: { hub: string; code: string }): Promise<void> {
  if (!isEnrolled({ hub })) {
    const detail = '应为 wss:// 地址 / a wss:// address';
    throw new Refusal('SETTING_INVALID', { name: '--hub', value: hub, detail });
  }
  const { data } = readBoothSettings({ ...process.env, KAWEI_HUB: hub });
  const booth = await enrol({ hub, code, data, fingerprint: await systemFingerprint.read() });
  say(
    `本终端已入网为 ${booth}，密钥和证书在 ${data}。启动：KAWEI_HUB=${hub} kawei booth`,
    `This terminal is enrolled as ${booth}; key and certificate are in ${data}. Start it: KAWEI_HUB=${hub} kawei booth`,
  );
}

async function run({ simulated, key }: Options, command: Command): Promise<void> {
  if (key !== undefined && simulated === undefined) command.error('--key needs --simulated', { exitCode: 2 });
  const read = readBoothSettings(process.env);
  const identity = isEnrolled(read) ? new MutualTls(read.data, read.hub) : null;
  const settings = identity ? { ...read, booth: identity.booth } : read;
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const hardware =
    simulated === undefined
      ? await ownMachine(settings, log)
      : await simulatedMachine(settings.booth, simulated, key);
  try {
    const booth = await startBooth({
      ...{ settings, devices: hardware.devices, log },
      ...(identity ? { identity } : {}),
    });
    say(
      `卡位 ${settings.booth} 已启动，专家页面：${booth.address}`,
      `Booth ${settings.booth} is running at ${booth.address}`,
    );
    await untilStopped();
    say('正在停止……', 'Stopping…');
    await booth.close();
  } finally {
    await hardware.close();
  }
}

interface Machine {
  readonly devices: Devices;
  close(): void | Promise<void>;
}

type Log = (line: string) => void;

async function ownMachine(
  settings: DeviceSettings & Pick<BoothSettings, 'data'>,
  log: Log,
): Promise<Machine> {
  const { pkcs11Module, fido2Certificates, sm2Container } = settings;
  const named = [pkcs11Module, fido2Certificates, sm2Container].filter((one) => one !== '');
  const machine = await realMachine(settings, withoutDisplay, log);
  if (named.length === 0) {
    say(
      '没有设置签名 Key（KAWEI_PKCS11_MODULE、KAWEI_FIDO2_CERTIFICATES 或 KAWEI_SM2_CONTAINER），专家不能入座；可用 --simulated 试用模拟设备。',
      'No keys are set up (KAWEI_PKCS11_MODULE, KAWEI_FIDO2_CERTIFICATES or KAWEI_SM2_CONTAINER), so nobody can be admitted here; try --simulated.',
    );
  }
  for (const name of named) say(`签名 Key 使用 ${name}`, `Keys are used through ${name}`);
  return machine;
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
