import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Actor } from '../ledger/command.ts';
import { findProject } from '../projects/reads.ts';
import { occupancyOfBooth } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import { findEvaluation } from './reads.ts';
import { type Evaluation, type MemberState, memberOf } from './state.ts';

/** What an expert's act finds: their project, how its evaluation stands, and what they have done in it. */
export interface Scene {
  readonly project: Project;
  readonly evaluation: Evaluation;
  readonly me: MemberState;
  readonly seat: string;
  /** Digest of the booth's fingerprint at admission. */
  readonly booth: string;
}

/**
 * The scene of the booth that acts. Refuses SESSION_REQUIRED where nobody is admitted, MEMBER_GONE for one who
 * has been replaced, MEMBER_RECUSED for one who has withdrawn and waits.
 */
export async function loadScene(db: Db, actor: Actor): Promise<Scene> {
  const occupancy = actor.kind === 'booth' ? await occupancyOfBooth(db, actor.id) : null;
  if (occupancy?.phase !== 'session' || !occupancy.project || !occupancy.expert) {
    throw new Refusal('SESSION_REQUIRED');
  }
  const { project, evaluation } = await loadEvaluation(db, occupancy.project);
  const me = actingMember(evaluation, occupancy.expert);
  return { project, evaluation, me, seat: occupancy.seat, booth: occupancy.boothDigest };
}

/** A project that is being evaluated. Refuses EVALUATION_UNKNOWN. */
export async function loadEvaluation(
  db: Db,
  id: string,
): Promise<{ project: Project; evaluation: Evaluation; enteredBy: string }> {
  const found = await findProject(db, id);
  const evaluation = await findEvaluation(db, id);
  if (!found || !evaluation) throw new Refusal('EVALUATION_UNKNOWN', { project: id });
  return { project: found.project, evaluation, enteredBy: found.enteredBy };
}

/** The member who acts. Refuses those who have been replaced or wait to be. */
export function actingMember(evaluation: Evaluation, expert: string): MemberState {
  const me = memberOf(evaluation, expert);
  if (!me) throw new Refusal('MEMBER_GONE');
  if (me.recused) throw new Refusal('MEMBER_RECUSED');
  return me;
}

/** The fields by which every event names its expert. */
export function whoIs({ evaluation, me }: Pick<Scene, 'evaluation' | 'me'>) {
  return { project: evaluation.project, expert: me.expert, alias: me.alias };
}
