import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readSettingList } from '#shared/settings/settings.ts';
import { WitnessMemory } from '#witness/memory.ts';
import { type WitnessSettings, witnessSettingList } from '#witness/settings.ts';
import { startWitness } from '#witness/witness.ts';
import { orUnreadable } from '../readable.ts';
import { say } from './output.ts';
import { untilStopped } from './signals.ts';

export { witnessSettingList } from '#witness/settings.ts';

/** `kawei witness LOG…`: runs a witness of ledgers until it is told to stop. */
export function registerWitness(program: Command): void {
  program
    .command('witness')
    .description(
      '启动见证方：为账本检查点联署（设置见 kawei config）/ run a witness that cosigns ledgers; for its settings see `kawei config`',
    )
    .argument('[logs...]', '账本公钥或其文件（中心的 /ledger/key）/ keys of ledgers, or files with one')
    .option('--key', '只输出本见证方的公钥 / print the key of this witness and end')
    .action(async (given: string[], { key }: { key?: boolean }, command: Command) => {
      const settings = readSettingList<WitnessSettings>(witnessSettingList, process.env);
      if (key) return printKey(settings);
      if (given.length === 0) command.error('error: name at least one ledger', { exitCode: 2 });
      const witness = await startWitness({ settings, logs: given.map(logKey), warn: say });
      say(`见证方已启动：${witness.address}`, `The witness is running at ${witness.address}`);
      say(
        `请在中心的 KAWEI_WITNESSES 文件中加入一行：\n${witness.verifierKey} ${witness.address}`,
        'Add the line above to the file that KAWEI_WITNESSES names at the hub.',
      );
      await untilStopped();
      await witness.close();
    });
}

function printKey({ data, name }: WitnessSettings): void {
  const memory = new WitnessMemory(data);
  process.stdout.write(`${memory.key(name).verifierKey}\n`);
  memory.close();
}

/** A verifier key holds no path separator that a file of ours would be named by: what exists is read. */
function logKey(given: string): string {
  if (!existsSync(given)) return given;
  return orUnreadable(given, () => readFileSync(given, 'utf8')).trim();
}
