import type { Command } from 'commander';
import { listSettings, type SettingRow } from '#shared/settings/settings.ts';
import { printJson } from './output.ts';

/** `kawei config`: every setting of hub, booth and witness, its value now, and what it means. */
export function registerConfig(program: Command): void {
  addConfig(program, async () => {
    const { readSettings, settingList } = await import('../settings.ts');
    const { boothSettingList } = await import('./booth.ts');
    const { witnessSettingList } = await import('./witness.ts');
    readSettings(process.env); // a wrong one is refused by its name
    return [
      ...listSettings(settingList, process.env),
      ...listSettings(boothSettingList, process.env),
      ...listSettings(witnessSettingList, process.env),
    ];
  });
}

/** `kawei config` of a booth's terminal. */
export function registerBoothConfig(program: Command): void {
  addConfig(program, async () => listSettings((await import('./booth.ts')).boothSettingList, process.env));
}

function addConfig(program: Command, list: () => Promise<SettingRow[]>): void {
  program
    .command('config')
    .description('列出全部设置 / list every setting')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await list();
      if (json) return printJson(rows);
      for (const { name, value, fallback, zh, en } of rows)
        process.stdout.write(`${name}=${value ?? ''}\n    ${zh} / ${en}（默认 ${fallback ?? '无 none'}）\n`);
    });
}
