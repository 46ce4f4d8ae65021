import type { Command } from 'commander';
import { listSettings } from '#shared/settings/settings.ts';
import { readSettings, settingList } from '../settings.ts';
import { printJson } from './output.ts';

/** `kawei config`: every setting of hub, booth and witness, its value now, and what it means. */
export function registerConfig(program: Command): void {
  program
    .command('config')
    .description('列出全部设置 / list every setting')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(async ({ json }: { json?: boolean }) => {
      readSettings(process.env); // a wrong one is refused by its name
      const { boothSettingList } = await import('./booth.ts');
      const { witnessSettingList } = await import('./witness.ts');
      const rows = [
        ...listSettings(settingList, process.env),
        ...listSettings(boothSettingList, process.env),
        ...listSettings(witnessSettingList, process.env),
      ];
      if (json) return printJson(rows);
      for (const { name, value, fallback, zh, en } of rows)
        process.stdout.write(`${name}=${value ?? ''}\n    ${zh} / ${en}（默认 ${fallback ?? '无 none'}）\n`);
    });
}
