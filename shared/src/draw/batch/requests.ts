/** A day's requests, and the order in which they are drawn. */
import type { Candidate } from '../full-panel.ts';
import type { PanelInput } from '../input.ts';
import { eligible } from '../panel.ts';
import { byCodeUnit } from '../seed.ts';

/** One project's request in a day's batch. */
export interface BatchRequest {
  readonly drawId: string;
  /** As if this project were alone: with the exclusions that conflicts and the like give, none of the batch's. */
  readonly input: PanelInput;
  /** Who is behind a candidate: the same person in two requests has the same name here. */
  readonly personOf: (candidate: string) => string;
}

/** A request made ready: people as numbers, the same all over the batch. */
export interface Request {
  readonly drawId: string;
  readonly input: PanelInput;
  readonly size: number;
  /** Those who can be drawn, in the order of the input. */
  readonly entrants: readonly Entrant[];
}

export interface Entrant {
  readonly candidate: Candidate;
  readonly person: number;
}

/**
 * Requests in the order of the draws: hardest first, that is with the fewest candidates for each place; ties by
 * project, then by draw id. It follows from the frozen requests alone.
 */
export function inDrawOrder(requests: readonly BatchRequest[]): Request[] {
  const people = new Map<string, number>();
  const numberOf = (name: string) => {
    const known = people.get(name) ?? people.size;
    people.set(name, known);
    return known;
  };
  return requests
    .map(({ drawId, input, personOf }) => ({
      drawId,
      input,
      size: input.categories.reduce((sum, { count }) => sum + count, 0),
      entrants: eligible(input).map((candidate) => ({ candidate, person: numberOf(personOf(candidate.id)) })),
    }))
    .sort(
      (a, b) =>
        a.entrants.length * b.size - b.entrants.length * a.size ||
        byCodeUnit(a.input.project, b.input.project) ||
        byCodeUnit(a.drawId, b.drawId),
    );
}
