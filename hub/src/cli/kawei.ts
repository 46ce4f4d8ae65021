#!/usr/bin/env node
/** The `kawei` command. Each subcommand is loaded only when it is asked for. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { tellRefusal } from './output.ts';
import { readSettingsFile } from './settings-file.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const EXIT_REFUSED = 1;
const EXIT_USAGE = 2;

/** Adds a subcommand's own arguments and action. */
export type Register = (program: Command) => void;

const subcommands: Record<string, () => Promise<Register>> = {
  demo: async () => (await import('./demo.ts')).registerDemo,
  admin: async () => (await import('./admin.ts')).registerAdmin,
  hub: async () => (await import('./hub.ts')).registerHub,
  booth: async () => (await import('./booth.ts')).registerBooth,
  config: async () => (await import('./config.ts')).registerConfig,
  draw: async () => (await import('./draw.ts')).registerDraw,
  score: async () => (await import('./score.ts')).registerScore,
  witness: async () => (await import('./witness.ts')).registerWitness,
  verify: async () => (await import('./verify.ts')).registerVerify,
};

async function main(): Promise<number> {
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

process.exitCode = await main();
