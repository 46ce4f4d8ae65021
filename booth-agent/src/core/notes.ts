/** An expert's notes to themselves: on this booth's disk alone, never part of an act, gone with their session. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Intent, Note } from '#shared/protocol/bridge.ts';
import { type Desk, requireSession } from './desk.ts';

/** So many notes one may keep: all are written with each. */
const NOTES_LIMIT = 300;

/** Keeps a note of a bidder, of an item, of both or of neither, in the place of the one before; an empty one is none. */
export function note(desk: Desk, { bidder, item, text }: Extract<Intent, { kind: 'note' }>): null {
  const session = requireSession(desk);
  if (bidder !== null && !session.bidders.some(({ id }) => id === bidder))
    throw new Refusal('MARK_BIDDER', { bidder });
  if (item !== null && !session.project.items.some(({ id }) => id === item))
    throw new Refusal('MARK_ITEM', { item });
  const others = desk.state.kept.notes.filter((one) => one.bidder !== bidder || one.item !== item);
  if (text !== '' && others.length >= NOTES_LIMIT) throw new Refusal('NOTES_FULL', { limit: NOTES_LIMIT });
  const notes: Note[] = text === '' ? others : [...others, { bidder, item, text }];
  desk.keep({ notes });
  return null;
}
