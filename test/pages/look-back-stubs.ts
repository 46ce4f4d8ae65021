/** One revealed project as the look-back desk reads it: a flagged mark, a result on one expert, and times of entry. */
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import { members, project, pseudonym } from './project-stubs.ts';
import { flags, marks } from './revealed-stubs.ts';

const experts = marks.experts.map(({ alias, pseudonym: expert }, r) => ({
  ...{ expert, alias, person: `X-${r + 1}`, name: members[r]?.name ?? '', site: 'JZ' },
}));

/** Points of one item, or of all subjective ones, bidder × expert, as first signed. */
function pointsOf(items: readonly string[]): number[][] {
  return project.bidders.map(({ id }) =>
    marks.experts.map(({ versions }) =>
      items.reduce((sum, item) => sum + (versions[0]?.marks[id]?.[item] ?? 0), 0),
    ),
  );
}

const subjective = project.items.filter(({ kind }) => kind === 'subjective');
const scopes = [
  { item: null, title: null, of: subjective },
  ...subjective.map((item) => ({ item: item.id, title: item.title, of: [item] })),
].map(({ item, title, of }) => {
  const max = of.reduce((sum, one) => sum + one.max, 0);
  const points = pointsOf(of.map(({ id }) => id));
  return { item, title, max, points, usual: points.map(() => Math.round(0.09 * max)) };
});

const [first, second] = project.bidders;

export const looked: LookedProjectView = {
  ...{ project: project.id, title: project.title, at: '2026-11-23T02:47:10.000Z', sealed: false },
  bidders: project.bidders.map(({ id, name, party }) => ({ id, name, party })),
  experts,
  scopes,
  flags,
  resting: {
    ...{ first: first?.id ?? null, margin: 137, expert: pseudonym(4), otherwise: 0.41 },
    without: [{ expert: pseudonym(4), first: second?.id ?? null }],
  },
  alike: experts.map(({ expert }, r) =>
    r === 2
      ? { expert, ratio: 0.21, share: 0.0008 }
      : { expert, ratio: 0.8 + 0.07 * r, share: 0.2 + 0.1 * r },
  ),
  pace: experts.flatMap(({ expert }, r) =>
    project.bidders.map(({ id }, b) => ({
      ...{ expert, bidder: id, saved: 7, pauses: r === 1 && b === 2 ? 1 : 0 },
      milliseconds: 60_000 * (2 + ((r * 3 + b * 5) % 7)),
      // The line of the last one was down all morning.
      bunched: r === experts.length - 1 ? 6 : 0,
    })),
  ),
};
