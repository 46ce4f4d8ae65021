/** Who stays out of a project's draw: what the pool and the other panels say, and what the requesting party asks. */
import { type Conflict, conflictFinder } from '#shared/conflicts/conflicts.ts';
import { type ConflictRule, ruleText } from '#shared/conflicts/rules.ts';
import type { Project } from '#shared/projects/project.ts';
import type { ExclusionCount } from '#shared/protocol/views.ts';
import type { PooledExpert } from '../pool/reads.ts';
import type { Member } from './reads.ts';

/** Somebody whom the tenderer or agency wants left out, in their own words. */
export interface AskedOut {
  readonly expert: string;
  readonly reason: string;
}

export interface Exclusion {
  readonly expert: PooledExpert;
  readonly conflicts: readonly Conflict[];
  /** Whether they stay out of the draw: not for what is only possible, where that was asked for. */
  readonly out: boolean;
}

/** Who is on a panel, and its day; null where nobody said, which may be any. */
export type Engaged = Pick<Member, 'realId' | 'day'>;

/** Of those on a panel, who cannot be on another one on this day. */
export function engagedOn(members: readonly Engaged[], day: string): Engaged[] {
  return members
    .filter((member) => member.day === null || member.day === day)
    .map((member) => ({ realId: member.realId, day: member.day }));
}

interface Ground {
  readonly project: Project;
  readonly day: string;
  readonly possible: 'exclude' | 'keep';
  readonly candidates: readonly PooledExpert[];
  readonly engaged: readonly Engaged[];
  readonly asked: readonly AskedOut[];
}

/** Every candidate with a conflict, in the order of the candidates. */
export function exclusionsOf({
  project,
  day,
  possible,
  candidates,
  engaged: on,
  asked,
}: Ground): Exclusion[] {
  const conflicts = conflictFinder(project, day);
  const engaged = new Map<string, (string | null)[]>();
  for (const { realId, day: of } of on) engaged.set(realId, [...(engaged.get(realId) ?? []), of]);
  const wanted = new Map(asked.map(({ expert, reason }) => [expert, reason]));
  return candidates.flatMap((expert): Exclusion[] => {
    const found = conflicts({ ...expert, engaged: engaged.get(expert.id) });
    const reason = wanted.get(expert.id);
    if (reason !== undefined)
      found.unshift({ rule: 'asked', certain: true, evidence: { kind: 'request', reason } });
    const out = found.some(({ certain }) => certain || possible === 'exclude');
    return found.length === 0 ? [] : [{ expert, conflicts: found, out }];
  });
}

/**
 * Why somebody is left out, as the transcript tells everybody: the rules and where they are written, nothing of the
 * person. What is certain is told alone; a merely similar name only where it is all there is.
 */
export function publicReason(conflicts: readonly Conflict[], regime: Project['regime']): string {
  const certain = conflicts.filter((one) => one.certain);
  const texts = (certain.length > 0 ? certain : conflicts).map((one) =>
    ruleText(one.rule, one.certain, regime),
  );
  const zh = [...new Set(texts.map((text) => text.zh))].join('；');
  const en = [...new Set(texts.map((text) => text.en))].join('; ');
  return `${zh} / ${en}`;
}

/** How many candidates each rule concerns: all that may be told while names are sealed. */
export function countedByRule(
  conflicts: readonly { readonly realId: string; readonly rule: string; readonly certain: boolean }[],
  regime: Project['regime'],
): ExclusionCount[] {
  const people = new Map<string, Set<string>>();
  for (const { realId, rule, certain } of conflicts) {
    const key = `${certain ? 'certain' : 'possible'} ${rule}`;
    people.set(key, (people.get(key) ?? new Set()).add(realId));
  }
  return [...people].map(([key, ids]) => {
    const [kind = '', rule = ''] = key.split(' ');
    const certain = kind === 'certain';
    return { rule, certain, count: ids.size, text: ruleText(rule as ConflictRule, certain, regime) };
  });
}
