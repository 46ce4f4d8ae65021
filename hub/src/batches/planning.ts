/** A day's batch as it is worked out on its thread: order, plan, what stays short and why, and each turn. */
import { canonicalText, digestOf } from '#shared/canonical/index.ts';
import type { PlannedPanel } from '#shared/catalogue/events/batches.ts';
import { type Refusal, refusalText } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { Batch, reservedReason } from '#shared/draw/batch/batch.ts';
import { planDay, type Solver } from '#shared/draw/batch/exact.ts';
import { type Plan, planOfRecord, recordOf } from '#shared/draw/batch/plan.ts';
import { inDrawOrder, type Request } from '#shared/draw/batch/requests.ts';
import { conflictOf } from '#shared/draw/conflict.ts';
import type { PanelInput } from '#shared/draw/input.ts';
import { eligible, type PanelMember } from '#shared/draw/panel.ts';
import type { Identity } from '../panels/reads.ts';
import type { FrozenBatch, FrozenRequest } from './reads.ts';

export interface PlannedBatch {
  /** Draw ids in the order of the draws. */
  readonly order: readonly string[];
  readonly plan: readonly PlannedPanel[];
  readonly wanted: number;
  readonly short: number;
  readonly leastShort: number | null;
  /** For whom nobody could be planned. */
  readonly unfilled: readonly { readonly drawId: string; readonly places: number; readonly reason: Text }[];
}

/** Makes the plan, and says of whom nobody could be planned for, why. */
export async function planBatch(
  frozen: readonly FrozenRequest[],
  solver: () => Promise<Solver>,
): Promise<PlannedBatch> {
  const requests = requestsOf(frozen);
  const outlook = await planDay(requests, solver);
  return {
    order: requests.map(({ drawId }) => drawId),
    plan: recordOf(outlook.plan),
    wanted: requests.reduce((sum, { size }) => sum + size, 0),
    short: outlook.short,
    leastShort: outlook.leastShort,
    unfilled: requests.flatMap((request, index) =>
      outlook.plan[index]
        ? []
        : [
            {
              drawId: request.drawId,
              places: request.size,
              reason: whyUnfilled(requests, outlook.plan, index),
            },
          ],
    ),
  };
}

/** Requests as the batch knows them; people by their real ids. In the order of the draws. */
export function requestsOf(frozen: readonly FrozenRequest[]): Request[] {
  return inDrawOrder(
    frozen.map(({ drawId, input, identities }) => {
      const people = new Map(
        (JSON.parse(identities) as Identity[]).map(({ pseudonym, realId }) => [pseudonym, realId]),
      );
      return {
        drawId,
        input: JSON.parse(input) as PanelInput,
        personOf: (candidate: string) => people.get(candidate) ?? candidate,
      };
    }),
  );
}

/** By itself, or beside what the others need: the smallest set of requirements, and to what each would have to be relaxed. */
function whyUnfilled(requests: readonly Request[], plan: Plan, index: number): Text {
  const request = requests[index];
  if (!request) throw new Error('no such request');
  const alone = conflictOf(request.input, eligible(request.input));
  if (alone) return inWords(alone);
  const held = new Map<number, string>();
  for (const [other, members] of plan.entries())
    for (const { person } of members ?? []) held.set(person, requests[other]?.input.project ?? '');
  const excluded = request.entrants.flatMap(({ candidate, person }) => {
    const project = held.get(person);
    return project === undefined ? [] : [{ id: candidate.id, reason: reservedReason(project) }];
  });
  const input = { ...request.input, excluded: [...request.input.excluded, ...excluded] };
  const beside = conflictOf(input, eligible(input));
  // Another one without a plan may be in the way: by chance one of them will be filled.
  if (!beside) return SHORT_TOGETHER;
  const { zh, en } = inWords(beside);
  return {
    zh: `单独抽取可以组成，但与同日其他项目一起不够（${excluded.length} 名候选人须留给其他项目）：${zh}`,
    en: `By itself it could be filled, but not beside the others of that day (${excluded.length} candidates are needed by them): ${en}`,
  };
}

const SHORT_TOGETHER: Text = {
  zh: '与同日另一个同样不能组成的项目争用同一批专家，两者至多组成其一。',
  en: 'It wants the same experts as another project that cannot be filled either; at most one of the two can.',
};

/** A refusal with its faults: what cannot hold together, and what of it to relax. */
export function inWords({ code, values, faults }: Refusal): Text {
  const whole = refusalText(code, values);
  const each = faults.map((fault) => refusalText(fault.code, fault.values));
  return {
    zh: [whole.zh, ...each.map(({ zh }) => zh)].join(' '),
    en: [whole.en, ...each.map(({ en }) => en)].join(' '),
  };
}

/** A draw whose turn has come: its input as canonical JSON, or why nothing can be drawn. */
export type TurnToTake =
  | { readonly drawId: string; readonly digest: string; readonly input: string }
  | { readonly drawId: string; readonly reason: Text };

/** Whom the draws of each round took, by the pseudonyms of the draw; nobody where a ceremony failed. */
export type RoundResults = readonly { readonly drawId: string; readonly panel: readonly PanelMember[] }[];

/** A batch under way. */
export class RunningBatch {
  readonly #batch: Batch;
  /** Rounds begun. */
  rounds = 0;

  constructor({ requests: frozen, plan }: FrozenBatch) {
    const requests = requestsOf(frozen);
    this.#batch = new Batch(requests, planOfRecord(requests, plan));
  }

  /** The next turns after the results of the round before; empty when there are none left. */
  next(results: RoundResults): TurnToTake[] {
    for (const { drawId, panel } of results) this.#batch.drawn(drawId, panel);
    this.rounds += 1;
    return this.#batch
      .round()
      .map(({ drawId, input, refusal }) =>
        refusal
          ? { drawId, reason: inWords(refusal) }
          : { drawId, digest: digestOf(input), input: canonicalText(input) },
      );
  }
}
