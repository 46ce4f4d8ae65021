/** The marks of one revealed project, to be plotted. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type ProjectMarks, subjectiveItems } from '#shared/lookback/marks.ts';
import { at } from '#shared/lookback/normal.ts';
import { paceOf } from '#shared/lookback/pace.ts';
import type { Scope } from '#shared/lookback/scopes.ts';
import { spreadsOf } from '#shared/lookback/spread.ts';
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import { flagsOf } from '../lookback/reads.ts';
import type { Db } from '../store/database.ts';
import { type LookedAt, lookAt } from './looking.ts';
import { savedMarks } from './reads.ts';

/** Refuses MARKS_SEALED before the reveal, and where no marks were given. */
export async function lookedProject(db: Db, id: string): Promise<LookedProjectView> {
  const seen = await lookAt(db, id);
  if (!seen) throw new Refusal('MARKS_SEALED');
  const { looked, scope, items } = seen;
  const { project, title, at: since, sealed, bidders, experts, resting } = looked;
  const valid = new Set(bidders.map((bidder) => bidder.id));
  const present = new Set(experts.map(({ expert }) => expert));
  const saved = await savedMarks(db, id);
  return {
    ...{ project, title, at: since, sealed },
    bidders: [...bidders],
    experts: experts.map(({ expert, alias, person, name, site }) => ({ expert, alias, person, name, site })),
    scopes: [...(scope ? [shown(seen, scope)] : []), ...items().map((one) => shown(seen, one))],
    flags: await flagsOf(db, id),
    resting: resting && { ...resting, without: [...resting.without] },
    alike: experts.flatMap(({ expert, alike }) => (alike ? [{ expert, ...alike }] : [])),
    pace: paceOf(saved.filter(({ expert, bidder }) => present.has(expert) && valid.has(bidder))),
  };
}

/** Points as written, and how far honest marks lie from the middle. */
function shown(
  { panel, project }: LookedAt,
  { item, table, curve }: Scope,
): LookedProjectView['scopes'][number] {
  const places = item === null ? subjectiveItems(panel) : [item];
  const max = places.reduce((sum, place) => sum + (panel.items[place]?.max ?? 0), 0);
  const id = item === null ? null : (panel.items[item]?.id ?? null);
  return {
    item: id,
    title: project.items.find((one) => one.id === id)?.title ?? null,
    max,
    points: panel.bidders.map((_, b) => panel.experts.map((_, r) => pointsAt(panel, places, b, r))),
    usual: [...spreadsOf(table, curve)].map((spread) => Math.round((2 * spread * max) / 100)),
  };
}

function pointsAt(panel: ProjectMarks, items: readonly number[], b: number, r: number): number {
  const from = (b * panel.experts.length + r) * panel.items.length;
  return items.reduce((sum, item) => sum + at(panel.marks, from + item), 0);
}
