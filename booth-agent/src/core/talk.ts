/** The panel's talk at the booth: a statement on its way, and how far it was read. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import { type Desk, requireSession } from './desk.ts';
import { unsentStatements } from './talk-shown.ts';

/** So many statements may wait for the line: no more than the hub takes from one expert at once. */
const WAITING_LIMIT = 10;

/** A statement to the panel. Refuses SAY_WAITING while as many wait as the hub would take together. */
export function say(desk: Desk, intent: Extract<Intent, { kind: 'say' }>): Act {
  const session = requireSession(desk);
  if (unsentStatements(desk.state.entries, session) >= WAITING_LIMIT)
    throw new Refusal('SAY_WAITING', { limit: WAITING_LIMIT });
  return intent;
}

/** The first `said` statements of the project were shown. */
export function talkRead(desk: Desk, { said }: Extract<Intent, { kind: 'talk-read' }>): null {
  const session = requireSession(desk);
  const read = Math.min(said, session.talk.said);
  if (read > desk.state.kept.talkRead) desk.keep({ talkRead: read });
  return null;
}
