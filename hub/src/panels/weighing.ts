/**
 * How many of the pool the rules would keep out of a project's draw, weighed beside the loop. Pure. Who sits on another
 * panel of that day is left aside: by the number of those an agency could follow other projects' draws.
 */
import type { Project } from '#shared/projects/project.ts';
import type { ExclusionCount } from '#shared/protocol/views.ts';
import type { PooledExpert } from '../pool/reads.ts';
import { countedByRule, exclusionsOf } from './exclusions.ts';
import { candidatesOf } from './freezing.ts';

export interface ProjectToWeigh {
  readonly project: Project;
  readonly day: string;
}

export function weighProject(
  experts: readonly PooledExpert[],
  { project, day }: ProjectToWeigh,
): { candidates: number; rules: ExclusionCount[] } {
  const candidates = candidatesOf(project, experts);
  const found = exclusionsOf({ project, day, possible: 'exclude', candidates, engaged: [], asked: [] });
  const conflicts = found.flatMap(({ expert, conflicts: own }) =>
    own.map((one) => ({ realId: expert.id, ...one })),
  );
  return { candidates: candidates.length, rules: countedByRule(conflicts, project.regime) };
}
