import type { Command } from 'commander';
import { Type } from 'typebox';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { type Beacon, drandBeacon, requireLaterBeacon } from '#shared/draw/beacon.ts';
import { explainCandidate, explainDraw, explainOccupant } from '#shared/draw/explain.ts';
import { beaconIn, checkInput, type DrawInput } from '#shared/draw/input.ts';
import { commitmentOf, type Reveal } from '#shared/draw/seed.ts';
import { explainSite } from '#shared/draw/sites.ts';
import {
  CommitmentList,
  type ReplayCheck,
  RevealList,
  replay,
  runDraw,
  sealed,
  Transcript,
} from '#shared/draw/transcript.ts';
import { parse } from '#shared/protocol/parse.ts';
import { DrawId, Hex32, Instant } from '#shared/protocol/primitives.ts';
import { batch } from './draw-batch.ts';
import { fairness } from './draw-fairness.ts';
import { printJson, readJson, say, writeWhole } from './output.ts';

/** `kawei draw run` makes a draw from files, `batch` those of a day, `replay` derives one again, `explain` says why. */
export function registerDraw(program: Command): void {
  const draw = program
    .command('draw')
    .description('抽取：执行、复核或说明 / make a draw, replay or explain one');
  draw
    .command('run')
    .description('由冻结的输入和各方随机数执行抽取 / make a draw from its frozen input and the reveals')
    .requiredOption('--input <file>', '抽取输入 / frozen input (JSON)')
    .requiredOption('--reveals <file>', '各方随机数 / list of {party, nonce, salt} (JSON)')
    .requiredOption('--id <drawId>', '抽取编号 / draw id, ending in #1, #2…')
    .option('--digest <digest>', '冻结时的输入摘要 / digest of the input when it was frozen')
    .option('--commitments <file>', '各方承诺 / list of {party, commitment} (JSON), all parties')
    .option('--beacon <value>', '公共信标的值 / value of the beacon')
    .option('--beacon-source <name>', '信标来源 / where that value is from')
    .option('--beacon-round <round>', '信标期号 / its round or date')
    .option(
      '--beacon-published <time>',
      '信标的公布时间，与 --closed 同用 / when it was published, with --closed',
    )
    .option(
      '--closed <time>',
      '揭示截止的时间：此前公布的信标不予采用 / when the reveals closed; no earlier beacon is taken',
    )
    .option('--drand <round>', 'drand quicknet 轮次 / round of drand quicknet as beacon')
    .option('--drand-signature <hex>', '该轮的签名 / signature of that round')
    .requiredOption('--out <file>', '记录文件 / transcript to write')
    .action(run);
  draw
    .command('replay')
    .description('逐项复核抽取记录 / derive everything of a transcript again')
    .argument('<transcript>', '记录文件 / transcript')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(replayFile);
  draw
    .command('batch')
    .description('同日多个项目依次抽取 / draw the projects of a day, each with a transcript of its own')
    .requiredOption('--input <file>', '当日申请 / requests of the day (JSON)')
    .option('--reveals <file>', '各方当日随机数 / list of {party, nonce, salt} for the day (JSON)')
    .option('--out <dir>', '记录目录 / folder for the transcripts')
    .option('--check <dir>', '改为复核该目录 / check such a folder instead')
    .option('--patience <seconds>', '专家不足时精确求解的时限 / time for the exact solver', '30')
    .action(batch);
  draw
    .command('fairness')
    .description('多次抽取合起来是否公平 / were the draws of a folder fair')
    .argument('<dir>', '记录目录 / folder of transcripts')
    .option('--names <file>', '抽取 → 候选人 → 本人 / draw → candidate → person (JSON)')
    .option('--invitations <file>', '邀请结果 / list of {person, refused} (JSON)')
    .option('--replays <number>', '估计概率的重复次数 / replays of a draw', '2000')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(fairness);
  draw
    .command('explain')
    .description('说明抽取结果的由来 / say in words why somebody was or was not taken')
    .argument('<transcript>', '记录文件 / transcript')
    .option('--candidate <id>', '候选人、入座者或场所的编号 / candidate, occupant or site')
    .option('--left <ids...>', '此后依次退出的成员 / members who have left since, in order')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(explain);
}

interface RunOptions {
  readonly input: string;
  readonly reveals: string;
  readonly id: string;
  readonly digest?: string;
  readonly commitments?: string;
  readonly beacon?: string;
  readonly beaconSource?: string;
  readonly beaconRound?: string;
  readonly beaconPublished?: string;
  readonly closed?: string;
  readonly drand?: string;
  readonly drandSignature?: string;
  readonly out: string;
}

function run(options: RunOptions): void {
  const drawId = parse(Type.Object({ id: DrawId }), { id: options.id }).id;
  const input = checkInput(readJson(options.input));
  const reveals = parse(RevealList, readJson(options.reveals));
  const inputDigest = digestOf(input);
  if (options.digest !== undefined && options.digest !== inputDigest) {
    const frozen = parse(Type.Object({ digest: Hex32 }), { digest: options.digest }).digest;
    throw new Refusal('DRAW_INPUT_CHANGED', { found: inputDigest, frozen });
  }
  const commitments = options.commitments
    ? parse(CommitmentList, readJson(options.commitments))
    : reveals.map((reveal: Reveal) => ({
        party: reveal.party,
        commitment: commitmentOf(drawId, inputDigest, reveal),
      }));
  const silent = commitments.filter(({ party }) => reveals.every((reveal) => reveal.party !== party));
  const transcript = runDraw({
    drawId,
    input,
    commitments,
    reveals,
    withheld: silent.map(({ party }) => ({ party, reason: '未揭示 / no reveal' })),
    beacon: beaconOf(options, input),
  });
  writeWhole(options.out, `${JSON.stringify(sealed(transcript), null, 1)}\n`);
  say(`抽取完成，记录已写入 ${options.out}`, `Drawn; the transcript is in ${options.out}`);
}

/** The beacon as the options give it: a value alone is of the source and round that the input names. */
function beaconOf(options: RunOptions, input: DrawInput): Beacon | null {
  const {
    beacon: value,
    beaconSource,
    beaconRound,
    beaconPublished,
    closed,
    drand,
    drandSignature,
  } = options;
  const described = [beaconSource, beaconRound, beaconPublished].some((option) => option !== undefined);
  const badly = drand === undefined ? drandSignature !== undefined : value !== undefined || !drandSignature;
  if (badly || (described && value === undefined)) throw new Refusal('DRAW_BEACON_TWO');
  const { source, round } = beaconIn(input) ?? { source: 'command line', round: '' };
  const given =
    value === undefined ? null : { source: beaconSource ?? source, round: beaconRound ?? round, value };
  const beacon = drand === undefined ? given : drandBeacon(Number(drand), drandSignature ?? '');
  const times = parse(
    Type.Object({ closed: Type.Optional(Instant), beaconPublished: Type.Optional(Instant) }),
    {
      ...(closed === undefined ? {} : { closed }),
      ...(beaconPublished === undefined ? {} : { beaconPublished }),
    },
  );
  if (beacon && times.closed !== undefined) requireLaterBeacon(beacon, times.closed, times.beaconPublished);
  return beacon;
}

/** What a replay refuses a transcript for, by the first check that does not hold. */
const refusedFor: Readonly<Record<ReplayCheck['name'], RefusalCode>> = {
  digest: 'DRAW_REPLAY_DIGEST',
  input: 'DRAW_REPLAY_INPUT',
  countersignatures: 'DRAW_REPLAY_COUNTERSIGNATURES',
  commitments: 'DRAW_REPLAY_COMMITMENTS',
  root: 'DRAW_REPLAY_ROOT',
  parties: 'DRAW_REPLAY_PARTIES',
  'beacon-named': 'DRAW_REPLAY_BEACON_NAMED',
  beacon: 'DRAW_REPLAY_BEACON',
  seed: 'DRAW_REPLAY_SEED',
  result: 'DRAW_REPLAY_RESULT',
  second: 'DRAW_REPLAY_SECOND',
};

function replayFile(file: string, { json }: { json?: boolean }): void {
  const checks = replay(readJson(file));
  const failed = checks.find((check) => !check.holds);
  if (json) printJson({ holds: !failed, checks });
  else
    for (const check of checks)
      process.stdout.write(`${check.holds ? '✓' : '✗'} ${check.text.zh} / ${check.text.en}\n`);
  if (!failed) return;
  if (json) process.exitCode = 1;
  else throw refusalOf(failed);
}

function refusalOf({ name, text }: ReplayCheck): Refusal {
  return new Refusal(refusedFor[name], { zh: text.zh, en: text.en });
}

function explain(file: string, options: { candidate?: string; left?: string[]; json?: boolean }): void {
  const value = readJson(file);
  const failed = replay(value).find((check) => !check.holds);
  if (failed) throw refusalOf(failed);
  const transcript = parse(Transcript, value);
  const whole = explainDraw(transcript);
  const { candidate, left = [] } = options;
  const one = candidate === undefined ? null : explainOne(transcript, candidate, left);
  if (options.json) {
    printJson({ drawId: transcript.drawId, draw: whole, candidate: one });
    return;
  }
  const lines = (texts: readonly Text[]) => texts.map(({ zh, en }) => `${zh}\n  ${en}\n`).join('');
  process.stdout.write(`${transcript.drawId}\n${lines(whole)}`);
  if (one) process.stdout.write(`\n${one.id}\n${lines(one.text)}`);
}

function explainOne(transcript: Transcript, id: string, left: readonly string[]) {
  const { input, seed } = transcript;
  if (input.kind === 'sites') return explainSite(input, seed, id);
  return input.kind === 'panel' ? explainCandidate(transcript, id, left) : explainOccupant(transcript, id);
}
