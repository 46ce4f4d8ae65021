import type { ProjectView } from '#shared/protocol/views.ts';

/** Names of one project's bidders, items and experts, by the ids that travel. */
export function wordsOf({ project, members }: ProjectView) {
  const bidders = new Map(project.bidders.map(({ id, name }) => [id, name]));
  const items = new Map(project.items.map(({ id, title }) => [id, title]));
  const names = new Map(members.map(({ pseudonym, name }) => [pseudonym, name]));
  return {
    bidder: (id: string) => bidders.get(id) ?? id,
    item: (id: string) => items.get(id) ?? id,
    /** The expert's own name; empty while it is hidden. */
    expert: (pseudonym: string) => names.get(pseudonym) ?? '',
  };
}
