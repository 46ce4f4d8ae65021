/** `kawei draw batch`: a day's draws from one file, each with a transcript of its own; or such a day checked again. */
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { digestOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { Batch, replayBatch } from '#shared/draw/batch/batch.ts';
import { planDay } from '#shared/draw/batch/exact.ts';
import { type Plan, planOfRecord, recordOf } from '#shared/draw/batch/plan.ts';
import { inDrawOrder, type Request } from '#shared/draw/batch/requests.ts';
import { checkInput, PanelInput } from '#shared/draw/input.ts';
import { commitmentOf, type Reveal } from '#shared/draw/seed.ts';
import { RevealList, runDraw, sealed, type Transcript } from '#shared/draw/transcript.ts';
import { parse } from '#shared/protocol/parse.ts';
import { closed, DrawId, keyed } from '#shared/protocol/primitives.ts';
import { fileNameOf } from '#shared/verification/file-names.ts';
import { loadSolver } from '../draws/solver.ts';
import { PLAN_FILE, transcriptsIn } from './draw-folder.ts';
import { readJson, say, writeWhole } from './output.ts';

const Day = Type.Object(
  {
    requests: Type.Array(
      Type.Object(
        {
          drawId: DrawId,
          /** As if this project were alone. */
          input: PanelInput,
          /** Candidate → who they are, the same name in all requests; candidates are people where it is absent. */
          people: Type.Optional(keyed(Type.String())),
        },
        closed,
      ),
      { minItems: 1, maxItems: 5000 },
    ),
  },
  closed,
);

const PlanFile = Type.Object(
  {
    format: Type.Literal('kawei/batch-plan@1'),
    order: Type.Array(DrawId),
    /** In that order: a full panel, or null. */
    plan: Type.Array(
      Type.Union([
        Type.Array(Type.Object({ candidate: Type.String(), category: Type.String() }, closed)),
        Type.Null(),
      ]),
    ),
    short: Type.Integer(),
    leastShort: Type.Union([Type.Integer(), Type.Null()]),
  },
  closed,
);

export interface BatchOptions {
  readonly input: string;
  readonly reveals?: string;
  readonly out?: string;
  readonly check?: string;
  readonly patience: string;
}

export async function batch(options: BatchOptions): Promise<void> {
  const requests = requestsOf(options.input);
  if (options.check !== undefined) return checkDay(requests, options.check);
  const { reveals, out } = options;
  if (reveals === undefined || out === undefined) throw new Refusal('DRAW_BATCH_OPTIONS');
  const patience = Number(options.patience);
  if (!(patience > 0 && patience <= 3600)) throw new Refusal('DRAW_PATIENCE');
  await drawDay(requests, parse(RevealList, readJson(reveals)), { out, patience });
}

function requestsOf(file: string): Request[] {
  const { requests } = parse(Day, readJson(file));
  for (const { input } of requests) checkInput(input);
  return inDrawOrder(
    requests.map(({ drawId, input, people }) => ({
      ...{ drawId, input },
      personOf: (candidate) => people?.[candidate] ?? candidate,
    })),
  );
}

async function drawDay(
  requests: readonly Request[],
  reveals: readonly Reveal[],
  { out, patience }: { readonly out: string; readonly patience: number },
): Promise<void> {
  const planning = stopwatch();
  const outlook = await planDay(requests, () => loadSolver(patience));
  writeWhole(join(out, PLAN_FILE), `${JSON.stringify(planFile(requests, outlook), null, 1)}\n`);
  say(
    `${requests.length} 个项目的次序和预案：${planning()} 毫秒；缺 ${outlook.short} 席，任何办法至少缺 ${outlook.leastShort ?? '未知'} 席`,
    `order and plan of ${requests.length} projects: ${planning()} ms; ${outlook.short} places short, at least ${outlook.leastShort ?? 'unknown'} in any way`,
  );
  const day = new Batch(requests, outlook.plan);
  const whole = stopwatch();
  let drawn = 0;
  for (let turns = day.round(); turns.length > 0; turns = day.round())
    for (const { drawId, input, refusal } of turns) {
      if (refusal) {
        const { zh, en } = refusal.toMessage().message;
        say(`${drawId} 未能抽取：${zh}`, `${drawId} cannot be drawn: ${en}`);
        process.exitCode = 1;
        continue;
      }
      const one = stopwatch();
      const transcript = transcriptOf(drawId, input, reveals);
      writeWhole(join(out, `${fileNameOf(drawId)}.json`), `${JSON.stringify(sealed(transcript), null, 1)}\n`);
      if ('panel' in transcript.result) day.drawn(drawId, transcript.result.panel);
      drawn += 1;
      process.stdout.write(`${drawId}\t${fileNameOf(drawId)}.json\t${one()} ms\n`);
    }
  say(
    `${drawn} 个项目抽取完成，共 ${whole()} 毫秒；记录在 ${out}`,
    `${drawn} projects drawn in ${whole()} ms; their transcripts are in ${out}`,
  );
}

function transcriptOf(drawId: string, input: PanelInput, masters: readonly Reveal[]): Transcript {
  const reveals = masters.map((master) => revealFor(drawId, master));
  const inputDigest = digestOf(input);
  const commitments = reveals.map((reveal) => ({
    party: reveal.party,
    commitment: commitmentOf(drawId, inputDigest, reveal),
  }));
  return runDraw({ drawId, input, commitments, reveals, withheld: [], beacon: null });
}

/** A party's numbers for one draw, made of the two that it keeps for the day (docs/draw.md, part 5). */
function revealFor(drawId: string, { party, nonce, salt }: Reveal): Reveal {
  const own = (what: string, of: string) => digestOf([`kawei/batch-${what}@1`, drawId, of]);
  return { party, nonce: own('nonce', nonce), salt: own('salt', salt) };
}

function checkDay(requests: readonly Request[], folder: string): void {
  const { order, plan } = parse(PlanFile, readJson(join(folder, PLAN_FILE)));
  const transcripts = new Map(transcriptsIn(folder).map((one) => [one.drawId, one]));
  const wrong =
    JSON.stringify(order) === JSON.stringify(requests.map(({ drawId }) => drawId))
      ? replayBatch(requests, planOfRecord(requests, plan), transcripts)
      : order;
  if (wrong.length > 0) throw new Refusal('DRAW_BATCH_WRONG', { drawIds: wrong.slice(0, 10).join(', ') });
  say(
    `${transcripts.size} 份记录与申请、次序和预案逐项相符`,
    `${transcripts.size} transcripts follow from requests, order and plan`,
  );
}

function planFile(
  requests: readonly Request[],
  { plan, short, leastShort }: { plan: Plan; short: number; leastShort: number | null },
): Static<typeof PlanFile> {
  return {
    format: 'kawei/batch-plan@1',
    order: requests.map(({ drawId }) => drawId),
    plan: recordOf(plan),
    ...{ short, leastShort },
  };
}

/** Gives the milliseconds since. */
function stopwatch(): () => number {
  const began = performance.now();
  return () => Math.round(performance.now() - began);
}
