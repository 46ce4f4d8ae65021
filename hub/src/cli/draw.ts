import type { Command } from 'commander';
import { Type } from 'typebox';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkInput } from '#shared/draw/input.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import { RevealList, replay, runDraw } from '#shared/draw/transcript.ts';
import { parse } from '#shared/protocol/parse.ts';
import { DrawId } from '#shared/protocol/primitives.ts';
import { printJson, readJson, say, writeWhole } from './output.ts';

/** `kawei draw run` makes a draw from files; `kawei draw replay` derives a transcript again. */
export function registerDraw(program: Command): void {
  const draw = program.command('draw').description('抽取：执行或复核 / make a draw, or replay one');
  draw
    .command('run')
    .description('由冻结的输入和各方随机数执行抽取 / make a draw from its frozen input and the reveals')
    .requiredOption('--input <file>', '抽取输入 / frozen input (JSON)')
    .requiredOption('--reveals <file>', '各方随机数 / list of {party, nonce, salt} (JSON)')
    .requiredOption('--id <drawId>', '抽取编号 / draw id, ending in #1, #2…')
    .option('--beacon <value>', '公共信标的值 / value of the beacon')
    .requiredOption('--out <file>', '记录文件 / transcript to write')
    .action(run);
  draw
    .command('replay')
    .description('逐项复核抽取记录 / derive everything of a transcript again')
    .argument('<transcript>', '记录文件 / transcript')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(replayFile);
}

function run(options: { input: string; reveals: string; id: string; beacon?: string; out: string }): void {
  const drawId = parse(Type.Object({ id: DrawId }), { id: options.id }).id;
  const input = checkInput(readJson(options.input));
  const reveals = parse(RevealList, readJson(options.reveals));
  const inputDigest = digestOf(input);
  const transcript = runDraw({
    drawId,
    input,
    commitments: reveals.map((reveal) => ({
      party: reveal.party,
      commitment: commitmentOf(drawId, inputDigest, reveal),
    })),
    reveals,
    withheld: [],
    beacon:
      options.beacon === undefined ? null : { source: 'command line', round: '', value: options.beacon },
  });
  writeWhole(options.out, `${JSON.stringify(transcript, null, 1)}\n`);
  say(`抽取完成，记录已写入 ${options.out}`, `Drawn; the transcript is in ${options.out}`);
}

function replayFile(file: string, { json }: { json?: boolean }): void {
  const checks = replay(readJson(file));
  const failed = checks.find((check) => !check.holds);
  if (json) printJson({ holds: !failed, checks });
  else
    for (const check of checks)
      process.stdout.write(`${check.holds ? '✓' : '✗'} ${check.text.zh} / ${check.text.en}\n`);
  if (!failed) return;
  if (json) process.exitCode = 1;
  else throw new Refusal('DRAW_REPLAY', { zh: failed.text.zh, en: failed.text.en });
}
