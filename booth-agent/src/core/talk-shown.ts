/** How far an expert has read the panel's talk, and what of their own has not been sent yet. */
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { Entry } from './outbox.ts';
import { type BoothState, sessionId } from './state.ts';

/** Statements that this session has made and the hub has not answered. */
export function unsentStatements(entries: readonly Entry[], session: ExpertView): number {
  const id = sessionId(session);
  return entries.filter((one) => one.act.kind === 'say' && one.views === null && one.session === id).length;
}

/** What of the talk is told beside what was said; `session` as it is shown, one's own waiting statements at its end. */
export function talkShown(
  { kept, entries }: Pick<BoothState, 'kept' | 'entries'>,
  session: ExpertView | null,
): BoothScreen['talk'] {
  if (!session) return { unread: 0, unsent: 0 };
  const unsent = unsentStatements(entries, session);
  const said = session.statements.slice(0, session.statements.length - unsent);
  // The view carries the latest alone: what was read before them is not among them.
  const before = session.talk.said - said.length;
  const unread = said.slice(Math.max(0, kept.talkRead - before)).filter((one) => one.alias !== session.alias);
  return { unread: unread.length, unsent };
}
