/** A program of subcommands, each loaded only when it is asked for. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { tellRefusal } from './output.ts';
import { readSettingsFile } from './settings-file.ts';

/** Of the whole project. */
export const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const EXIT_REFUSED = 1;
const EXIT_USAGE = 2;

/** Adds a subcommand's own arguments and action. */
export type Register = (program: Command) => void;
export type Subcommands = Readonly<Record<string, () => Promise<Register>>>;

/** Runs `kawei` with these subcommands, as the process was called. Gives the exit code: 1 refused, 2 wrong usage. */
export async function runProgram(subcommands: Subcommands): Promise<number> {
  const program = new Command('kawei')
    .description('卡位 Kawei：远程异地评标卡位系统 / remote-evaluation booths')
    .version(version)
    .exitOverride();
  const asked = process.argv[2] ?? '';
  const wanted = subcommands[asked] ? [asked] : Object.keys(subcommands);
  for (const name of wanted) {
    const register = await subcommands[name]?.();
    register?.(program);
  }
  for (const command of program.commands) {
    command.exitOverride();
    for (const inner of command.commands) inner.exitOverride();
  }
  try {
    readSettingsFile();
    await program.parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof Refusal) {
      tellRefusal(error, process.argv.includes('--json'));
      return EXIT_REFUSED;
    }
    throw error;
  }
}
