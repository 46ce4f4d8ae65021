/** All that a booth's screen is made of. */
import type { Static } from 'typebox';
import type { RefusalBody } from '#shared/protocol/booth-frames.ts';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { Reading } from './documents.ts';
import type { Remembered } from './memory.ts';
import type { Entry } from './outbox.ts';

export type RefusalShown = Static<typeof RefusalBody>;

/** The key in the machine as the core needs it. */
export interface KeySeen {
  readonly state: 'absent' | 'several' | 'present' | 'locked';
  /** Common name in its certificate. */
  readonly holder: string | null;
  /** SHA-256 of its certificate; null when there is none. */
  readonly fingerprint: string | null;
  /** How many more wrong PINs it takes, once there was one; null where that is not known. */
  readonly triesLeft: number | null;
  /** It waits to be touched. */
  readonly touch: boolean;
}

export interface BoothState {
  readonly booth: string;
  readonly now: string;
  readonly hubAhead: number | null;
  readonly online: boolean;
  readonly key: KeySeen;
  readonly entries: readonly Entry[];
  readonly kept: Remembered;
  /** The documents of the bids, as far as they are here. */
  readonly documents: BoothScreen['documents'];
  /** Why the hub has refused an act that nobody was waiting for any more, or the line itself. */
  readonly notice: RefusalShown | null;
}

/** What tells one expert's session from another's. */
export function sessionId({ project, expert }: Pick<ExpertView, 'project' | 'expert'>): string {
  return `${project.id}/${expert}`;
}

/** The session as the hub last told it, or as it lay here sealed; null when nobody is admitted, or the expert has left. */
export function sessionNow({ kept, entries }: Pick<BoothState, 'kept' | 'entries'>): ExpertView | null {
  const session = kept.view?.session ?? (isAsking(entries) ? (kept.provisional?.session ?? null) : null);
  return session && kept.left === sessionId(session) ? null : session;
}

/** Whether an admission is on its way to the hub, or taken by it and not shown yet. */
export function isAsking(entries: readonly Entry[]): boolean {
  return entries.some(({ act }) => act.kind === 'admit');
}

/** Whether the key the expert was admitted with is in the machine. Where that is not known, the hub will say. */
export function ownKeyIn({ key, kept }: Pick<BoothState, 'key' | 'kept'>): boolean {
  return key.fingerprint !== null && (kept.ownKey === null || key.fingerprint === kept.ownKey);
}

/** Whether the bids' documents are read here: from the own pledge on, which shows the bidders, until all is done. */
export function readingOf(record: Pick<BoothState, 'kept' | 'entries'>, online: boolean): Reading {
  const session = sessionNow(record);
  const may = session !== null && session.bidders.length > 0 && session.step !== 'done';
  return { session: may ? sessionId(session) : null, online, known: record.kept.documents };
}
