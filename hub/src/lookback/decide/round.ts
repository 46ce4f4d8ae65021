import { Refusal } from '#shared/catalogue/refusal.ts';
import { type FlagEnd, flagEnds, rulingsOf } from '#shared/lookback/closing.ts';
import type { Project } from '#shared/projects/project.ts';
import { marksLeftOut } from '#shared/scoring/score.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import { VOTE_RULE } from '#shared/scoring/uncounted.ts';
import type { Actor, NewEvent } from '../../ledger/command.ts';
import { about } from '../../scoring/advance.ts';
import { type Evaluation, sheetsInForce, validBidders } from '../../scoring/reads.ts';
import { loadEvaluation, loadScene, type Scene } from '../../scoring/scene.ts';
import type { Db } from '../../store/database.ts';
import { evolveFlags, type HeldFlag } from '../flag.ts';
import { heldFlags } from '../reads.ts';

/** The one round of a project's look-back: its flags, and the sheets in force. */
export interface Round {
  readonly project: Project;
  readonly evaluation: Evaluation;
  readonly flags: readonly HeldFlag[];
  readonly sheets: readonly Sheet[];
}

/** The round as an expert of the panel finds it. */
export type FlagScene = Scene & Round;

export async function loadRound(db: Db, id: string): Promise<Round> {
  const { project, evaluation } = await loadEvaluation(db, id);
  return { project, evaluation, flags: await heldFlags(db, id), sheets: await sheetsInForce(db, evaluation) };
}

export async function loadFlagScene(db: Db, actor: Actor): Promise<FlagScene> {
  const scene = await loadScene(db, actor);
  const sheets = await sheetsInForce(db, scene.evaluation);
  return { ...scene, flags: await heldFlags(db, scene.project.id), sheets };
}

/** A flag of the round. Refuses LOOKBACK_NOT_NOW, FLAG_UNKNOWN, and FLAG_CLOSED for one that has ended. */
export function flagOf(
  { evaluation, flags }: Round,
  id: string,
  mine: (flag: HeldFlag) => boolean = () => true,
): HeldFlag {
  if (evaluation.stage !== 'lookback') throw new Refusal('LOOKBACK_NOT_NOW');
  const found = flags.find((flag) => flag.id === id && mine(flag));
  if (!found) throw new Refusal('FLAG_UNKNOWN', { flag: id });
  if (found.closed !== null) throw new Refusal('FLAG_CLOSED', { flag: id });
  return found;
}

/** When a step that begins now is over; null where the project sets no limit. */
export function dueFrom({ lookback }: Project, at: string): string | null {
  return lookback.minutes === undefined
    ? null
    : new Date(Date.parse(at) + lookback.minutes * 60_000).toISOString();
}

/** How events name a flag and its expert. */
export function whose({ project }: Pick<Round, 'project'>, { id, expert, alias }: HeldFlag) {
  return { project: project.id, expert, alias, flag: id };
}

/** The end of one flag. `rule` is that of the flag where nothing is said. */
export function closing(
  round: Pick<Round, 'project'>,
  flag: HeldFlag,
  how: FlagEnd,
  { rule = flag.rule, reason = null }: { rule?: string; reason?: string | null } = {},
): NewEvent {
  const { zh, en } = flagEnds[how];
  return about(round.project.id, 'flag.closed', { ...whose(round, flag), how, rule, reason, zh, en });
}

/** What an explanation comes to by the tender's rules; nothing yet where it is looked at, or struck marks are settled at the end. */
export function afterExplanation(round: Pick<Round, 'project'>, flag: HeldFlag): NewEvent[] {
  const { consequence, review } = round.project.lookback;
  if (review === 'supervisor' || consequence === 'strike') return [];
  return [explainedBy(round, flag)];
}

/** The end of a flag whose explanation stands. */
export function explainedBy(round: Pick<Round, 'project'>, flag: HeldFlag): NewEvent {
  return round.project.lookback.consequence === 'note'
    ? closing(round, flag, 'noted', { rule: 'note' })
    : closing(round, flag, 'explained');
}

/**
 * The events, and where they leave no flag unanswered the end of the round: which marks the tender's rule leaves out of
 * the totals, how the flags on them end, and `lookback.closed`.
 */
export function concluded(round: Round, events: readonly NewEvent[]): NewEvent[] {
  const { project, evaluation } = round;
  const flags = evolveFlags(round.flags, events);
  if (!flags.every((flag) => isAnswered(round, flag))) return [...events];
  const sheets = sheetsAfter(round.sheets, events);
  const out = marksLeftOut(project, sheets, validBidders(evaluation), rulingsOf(flags));
  const aliasOf = (expert: string) =>
    evaluation.members.find((member) => member.expert === expert)?.alias ?? expert;
  const struck = out.map((mark) =>
    about(project.id, 'mark.struck', { project: project.id, alias: aliasOf(mark.expert), ...mark }),
  );
  const ends = flags
    .filter(({ closed, state }) => closed === null && state === 'explained')
    .map((flag) => {
      const mark = out.find(
        ({ expert, bidder, item }) => expert === flag.expert && bidder === flag.bidder && item === flag.item,
      );
      return mark ? closing(round, flag, 'struck', { rule: mark.rule }) : explainedBy(round, flag);
    });
  const closed = about(project.id, 'lookback.closed', { project: project.id, flags: flags.length });
  return [...events, ...struck, ...ends, closed];
}

/** Nothing more is asked of anybody about this flag. */
function isAnswered({ project }: Round, { closed, state }: HeldFlag): boolean {
  if (closed !== null || state === 'amended') return true;
  return state === 'explained' && project.lookback.review !== 'supervisor';
}

function sheetsAfter(sheets: readonly Sheet[], events: readonly NewEvent[]): readonly Sheet[] {
  return events.reduce<readonly Sheet[]>((now, event) => {
    if (event.type !== 'sheet.signed') return now;
    const signed = JSON.parse(event.payload.content) as Sheet;
    return now.map((sheet) => (sheet.expert === signed.expert ? signed : sheet));
  }, sheets);
}

/** The rule under which the others' mean comes to count. */
export const othersMean = { rule: VOTE_RULE };
