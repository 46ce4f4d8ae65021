import type { Command } from 'commander';
import { readSettings, settingList } from '../settings.ts';
import { printJson } from './output.ts';

/** `kawei config`: every setting, its value now, and what it means. */
export function registerConfig(program: Command): void {
  program
    .command('config')
    .description('列出全部设置 / list every setting')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(({ json }: { json?: boolean }) => {
      const settings = readSettings(process.env);
      const rows = Object.entries(settingList).map(([name, { field, fallback, zh, en }]) => ({
        name,
        value: settings[field],
        fallback,
        zh,
        en,
      }));
      if (json) return printJson(rows);
      for (const row of rows)
        process.stdout.write(`${row.name}=${row.value}\n    ${row.zh} / ${row.en}（默认 ${row.fallback}）\n`);
    });
}
