import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ExpertView, Signed, SignedPurpose } from '#shared/protocol/evaluation.ts';
import type { Binding } from '#shared/signature/verify.ts';
import { busyFor } from './busy.ts';
import type { Remembered } from './memory.ts';
import type { Entry } from './outbox.ts';
import { keyMissing, shownSession } from './screen.ts';
import { type BoothState, sessionNow } from './state.ts';

/** What an intent works with. */
export interface Desk {
  readonly state: BoothState;
  /** The hub's challenge on the present line; null while there is no line. */
  readonly challenge: string | null;
  readonly now: Date;
  /** The hub's time, as far as it can be told here; null where this machine's clock has gone back since it was heard. */
  readonly hubNow: Date | null;
  keep(changes: Partial<Remembered>): void;
  /** Signs with the key in the machine; refuses a missing key, a wrong or locked PIN. */
  sign(purpose: SignedPurpose, statement: Bound, pin: string): Promise<Signed>;
}

/** The fields of a statement that are bound into its signature too. */
export interface Bound {
  readonly project?: string;
  readonly expert?: string;
  readonly seat?: string;
  readonly booth: string;
  readonly version?: number;
}

/** What the signature of a statement is bound to; before the admission there is only the booth. */
export function bindingOf(purpose: SignedPurpose, { project, expert, seat, booth, version }: Bound): Binding {
  if (purpose === 'admission') return { purpose, booth };
  if (project === undefined || expert === undefined || seat === undefined) {
    throw new Error(`a ${purpose} names project, expert and seat`);
  }
  return { purpose, project, expert, seat, booth, ...(version === undefined ? {} : { version }) };
}

/** The session this intent belongs to. Refuses one without a session, or without its expert's own key. */
export function requireSession({ state }: Pick<Desk, 'state'>): ExpertView {
  const session = shownSession(state);
  if (!session) throw new Refusal('SESSION_REQUIRED');
  if (keyMissing(state)) throw missingKey(state);
  return session;
}

function missingKey({ key }: BoothState): Refusal {
  if (key.state === 'several') return new Refusal('KEY_SEVERAL');
  return new Refusal(key.fingerprint === null ? 'KEY_ABSENT' : 'KEY_OTHER');
}

/** The session's unanswered acts. */
export function pendingOf(state: BoothState): Entry[] {
  return state.entries.filter((entry) => entry.views === null);
}

/** Refuses a second act of a kind that is on its way, or done and not shown yet. */
export function requireIdle({ state }: Pick<Desk, 'state'>, kind: string): void {
  if (sessionNow(state) && busyFor(state.entries).includes(kind)) throw new Refusal('ACT_PENDING');
}
