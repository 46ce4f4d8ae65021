import type { Chance } from '../chance.ts';
import type { Morning } from '../morning.ts';
import type { Seams } from '../seams.ts';

/** One thing a hub or a booth could do wrong. */
export interface Defect {
  readonly name: string;
  /** What is wrong, in a few words. */
  readonly what: string;
  plant(seams: Seams, morning: Morning, chance: Chance): void;
}
