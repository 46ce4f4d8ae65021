import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { trustedAuthorities } from '../hub.ts';
import { acceptLossAt, enrolAt, resetPasswordAt, revokeAt } from '../recovery/admin-socket.ts';
import { backUp, checkData, type Recovery, restore } from '../recovery/backup.ts';
import { migrations, rooms } from '../rooms.ts';
import { readSettings } from '../settings.ts';
import { printJson, say } from './output.ts';
import { version } from './program.ts';

/** `kawei admin`: what the administrator of the hub's machine does with its data. */
export function registerAdmin(program: Command): void {
  const admin = program.command('admin').description('数据管理：检查、备份、恢复 / check, back up, restore');
  const data = ['--data <dir>', '数据目录，默认 KAWEI_DATA / data directory, KAWEI_DATA by default'] as const;
  const json = ['--json', '仅输出 JSON / print JSON only'] as const;

  admin
    .command('check')
    .description('重新核验全部数据；中心可在运行 / verify everything again; the hub may be running')
    .option(...data)
    .option(...json)
    .action(async (options: { data?: string; json?: boolean }) => {
      const checks = await checkData(recovery(), dataOf(options));
      const failed = checks.find(({ holds }) => !holds);
      if (options.json) printJson({ holds: !failed, checks });
      else
        for (const { holds, text, place } of checks)
          process.stdout.write(`${holds ? '✓' : '✗'} ${text.zh} / ${text.en}  ${place ?? ''}\n`);
      if (!failed) return;
      if (options.json) process.exitCode = 1;
      else {
        const { text, place = '' } = failed;
        throw new Refusal('NOT_VERIFIED', { zh: `${text.zh} ${place}`, en: `${text.en} ${place}` });
      }
    });

  registerAcceptLoss(admin, data);
  registerResetPassword(admin, data, json);
  registerEnrolment(admin, data, json);

  admin
    .command('backup')
    .description(
      '备份（中心可在运行），写入前核验 / back up, also while the hub runs; verified before it is written',
    )
    .requiredOption('--out <dir>', '备份目录，尚不存在 / directory of the back-up, not there yet')
    .option(...data)
    .option(
      '--with-keys',
      '包含中心的密钥：得到此备份者可以冒充本中心签发检查点、时间戳和报告 / with the hub’s secret keys: whoever has this back-up can sign as this hub',
    )
    .option(...json)
    .action(async (options: { out: string; data?: string; withKeys?: boolean; json?: boolean }) => {
      const withKeys = options.withKeys ?? false;
      const out = resolve(options.out);
      const manifest = await backUp(recovery(), { data: dataOf(options), out, withKeys, at: new Date() });
      if (options.json) return printJson(manifest);
      say(
        `已备份账本 ${manifest.size} 条至 ${out}。`,
        `Backed up ${manifest.size} entries of the ledger to ${out}.`,
      );
      if (withKeys)
        say('备份含中心密钥，请像保管公章一样保管。', 'It holds the hub’s keys: keep it like a seal.');
      else
        say(
          '备份不含中心密钥（数据目录的 identity），请另行保管；恢复时需要它。',
          'It holds no keys: keep the directory `identity` elsewhere; a restoration needs it.',
        );
    });

  admin
    .command('restore')
    .description('从备份恢复到空的数据目录 / bring a back-up back into an empty data directory')
    .argument('<from>', '备份目录 / the back-up')
    .option(...data)
    .option('--identity <dir>', '中心密钥目录，用于不含密钥的备份 / the hub’s keys, for a back-up without')
    .option(...json)
    .action(async (from: string, options: { data?: string; identity?: string; json?: boolean }) => {
      const { identity } = options;
      const target = dataOf(options);
      const manifest = await restore(recovery(), { from: resolve(from), data: target, identity });
      if (options.json) return printJson(manifest);
      say(
        `已恢复账本 ${manifest.size} 条（备份于 ${manifest.at}）至 ${target}。`,
        `Restored ${manifest.size} entries of the ledger, backed up at ${manifest.at}, to ${target}.`,
      );
    });
}

/** `kawei admin accept-loss`: goes on without what a restored back-up has lost. */
function registerAcceptLoss(admin: Command, data: readonly [string, string]): void {
  admin
    .command('accept-loss')
    .description(
      '恢复旧备份后，决定接受无法找回的记录（中心须在运行）/ go on without what an older back-up lost; the hub runs',
    )
    .requiredOption('--who <name>', '作出决定的人 / who decides')
    .requiredOption('--reason <text>', '理由，写入账本 / why; it enters the ledger')
    .option(...data)
    .action(async (options: { who: string; reason: string; data?: string }) => {
      await acceptLossAt(dataOf(options), options.who, options.reason);
      say('决定已记入账本，中心继续办理。', 'The decision is in the ledger; the hub goes on.');
    });
}

/** `kawei admin reset-password`: the way in for the machine's owner where nobody can sign in. */
function registerResetPassword(
  admin: Command,
  data: readonly [string, string],
  json: readonly [string, string],
): void {
  admin
    .command('reset-password')
    .description(
      '在中心主机上为用户换一个随机密码（中心须在运行）/ give a user another random password, at the hub’s machine; the hub runs',
    )
    .argument('<user>', '用户名 / user')
    .requiredOption('--who <name>', '操作人 / who does it')
    .requiredOption('--reason <text>', '理由，写入账本 / why; it enters the ledger')
    .option(...data)
    .option(...json)
    .action(async (user: string, options: { who: string; reason: string; data?: string; json?: boolean }) => {
      const { who, reason } = options;
      const password = await resetPasswordAt(dataOf(options), { user, who, reason });
      if (options.json) return printJson({ user, password });
      say('新密码仅显示这一次，请立即登录修改：', 'The password is shown this once; sign in and change it:');
      process.stderr.write(`  ${user}\t${password}\n`);
    });
}

/** `kawei admin enrol` and `revoke`: what lets a terminal in, and puts it out. */
function registerEnrolment(
  admin: Command,
  data: readonly [string, string],
  json: readonly [string, string],
): void {
  admin
    .command('enrol')
    .description(
      '为终端签发一次性入网码，10 分钟内有效（中心须在运行）/ show a one-time code for a booth, good for 10 minutes; the hub runs',
    )
    .argument('<hall>', '大厅 / hall')
    .argument('<booth>', '终端 / booth')
    .requiredOption('--who <name>', '操作人 / who does it')
    .option(...data)
    .option(...json)
    .action(async (hall: string, booth: string, options: { who: string; data?: string; json?: boolean }) => {
      const offered = await enrolAt(dataOf(options), { hall, booth, who: options.who });
      if (options.json) return printJson(offered);
      say(
        `终端 ${booth} 的入网码（仅显示这一次，${offered.until} 前有效），请在该终端执行：`,
        `The code of booth ${booth}, shown this once and good until ${offered.until}. Run at the terminal:`,
      );
      const { tlsPort } = readSettings(process.env);
      process.stderr.write(`  kawei booth enrol --hub wss://HUB:${tlsPort} --code ${offered.code}\n`);
    });

  admin
    .command('revoke')
    .description(
      '吊销终端的证书，连接立即断开（中心须在运行）/ revoke a booth’s certificates and cut its line; the hub runs',
    )
    .argument('<booth>', '终端 / booth')
    .requiredOption('--who <name>', '操作人 / who does it')
    .requiredOption('--reason <text>', '理由，写入账本 / why; it enters the ledger')
    .option(...data)
    .action(async (booth: string, options: { who: string; reason: string; data?: string }) => {
      const { who, reason } = options;
      await revokeAt(dataOf(options), { booth, who, reason });
      say(`终端 ${booth} 的证书已吊销。`, `The certificates of booth ${booth} are revoked.`);
    });
}

function dataOf({ data }: { data?: string }): string {
  return resolve(data ?? readSettings(process.env).data);
}

function recovery(): Recovery {
  const { trust, tsaCa, origin, database } = readSettings(process.env);
  const anchors = trustedAuthorities(trust);
  const stampAnchors = trustedAuthorities(tsaCa, 'KAWEI_TSA_CA');
  return { rooms, migrations, anchors, stampAnchors, program: version, origin, database };
}
