/** `kawei booth lock`, `restore` and `reset`: what root, or a service of root's, does to a terminal's system. */
import type { Command } from 'commander';
import type { Outcome } from '#booth/devices/lockdown/change.ts';
import { Lockdown } from '#booth/devices/lockdown/engine.ts';
import { linuxOperations } from '#booth/devices/lockdown/linux/operations.ts';
import { tellNobody, tellSystem } from '#booth/devices/lockdown/linux/tell.ts';
import { printJson, say } from './output.ts';

interface Options {
  readonly root: string;
  readonly except: readonly string[];
  readonly json?: boolean;
}

const names = linuxOperations.map(({ name }) => name);
const ROOT = '/';

export function registerLockdown(booth: Command): void {
  const verbs = {
    lock: {
      zh: '锁定本机（root）',
      en: 'lock this machine down (root)',
      work: (lockdown: Lockdown) => lockdown.engage(),
    },
    restore: {
      zh: '恢复上次锁定前的状态；每次开机先运行（root）',
      en: 'take back what a lock-down has left; run at each boot (root)',
      work: (lockdown: Lockdown) => lockdown.release(),
    },
    reset: {
      zh: '管理员解除锁定，包括没有记录的残留（root）',
      en: 'take every lock-down away, also what no journal knows of (root)',
      work: (lockdown: Lockdown) => lockdown.reset(),
    },
  } as const;
  for (const [verb, { zh, en, work }] of Object.entries(verbs))
    booth
      .command(verb)
      .description(`${zh} / ${en}`)
      .option(
        '--root <dir>',
        '系统所在目录；不是 / 时不通知系统 / where the system lies; unless it is /, nothing running is told',
        ROOT,
      )
      .option(
        '--except <names>',
        `不处理的项目，逗号分隔 / left out, by commas: ${names.join(', ')}`,
        (text) => text.split(','),
        [],
      )
      .option('--json', '仅输出 JSON / print JSON only')
      .action((options: Options, command: Command) => {
        const unknown = options.except.find((name) => !names.includes(name));
        if (unknown !== undefined) command.error(`no such operation: ${unknown}`, { exitCode: 2 });
        tellOutcomes(work(lockdownOf(options)), options.json === true);
      });
}

function lockdownOf({ root, except }: Options): Lockdown {
  return new Lockdown({
    root,
    operations: linuxOperations.filter(({ name }) => !except.includes(name)),
    tell: root === ROOT ? tellSystem : tellNobody,
    now: () => new Date(),
  });
}

/** Exit code 1 where something could not be done. */
function tellOutcomes(outcomes: readonly Outcome[], json: boolean): void {
  if (outcomes.some(({ done }) => !done)) process.exitCode = 1;
  if (json) {
    printJson({ outcomes });
    return;
  }
  if (outcomes.length === 0) say('没有需要恢复的内容', 'Nothing was left to take back');
  for (const { operation, done, detail } of outcomes) {
    const { zh = '', en = '' } = linuxOperations.find(({ name }) => name === operation) ?? {};
    if (done) say(`完成  ${operation}：${zh}`, `done    ${operation}: ${en}`);
    else say(`未完成  ${operation}：${zh}（${detail}）`, `NOT DONE  ${operation}: ${en} (${detail})`);
  }
}
