import type { Command } from 'commander';
import { startHub } from '../hub.ts';
import { readSettings } from '../settings.ts';
import { say } from './output.ts';
import { untilStopped } from './signals.ts';

/** `kawei hub`: runs a hub until it is told to stop. */
export function registerHub(program: Command): void {
  program
    .command('hub')
    .description('启动中心（设置见 kawei config）/ run a hub; for its settings see `kawei config`')
    .action(async () => {
      const hub = await startHub(readSettings(process.env));
      say(`中心已启动：${hub.address}`, `The hub is running at ${hub.address}`);
      if (hub.firstUsers.length > 0) {
        say(
          '首次启动，已创建三名管理员，初始密码仅显示这一次，请立即登录修改：',
          'First start. The passwords below are shown this once; sign in and change them:',
        );
        for (const { user, role, password } of hub.firstUsers)
          process.stderr.write(`  ${user}\t${password}\t(${role})\n`);
      }
      const refusal = await Promise.race([untilStopped(), hub.ended]);
      say('正在停止……', 'Stopping…');
      await hub.close();
      if (refusal) throw refusal;
    });
}
