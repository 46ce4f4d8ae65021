/** From what the person wants to the act that goes to the hub; null where nothing goes. */

import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import { admit, badge, scanSlip, slip, startOver } from './admission.ts';
import { type Desk, requireIdle, requireSession } from './desk.ts';
import { allowedWhenLocked } from './locks.ts';
import { amendCancel, amendMark, mark } from './marking.ts';
import { note } from './notes.ts';
import { pause, requireNotPaused, resume } from './pause.ts';
import { amendSign, consent, pledge, sign } from './signed-acts.ts';
import { say, talkRead } from './talk.ts';

type Handler<K extends Intent['kind']> = (
  desk: Desk,
  intent: Extract<Intent, { kind: K }>,
) => Act | null | Promise<Act | null>;

/** Intents that are acts already: nothing is added but the session they belong to. */
const asItIs = <I extends Intent & Act>(desk: Desk, intent: I): Act => {
  requireSession(desk);
  return intent;
};

const handlers: { readonly [K in Intent['kind']]: Handler<K> } = {
  badge,
  slip,
  'scan-slip': scanSlip,
  admit,
  'start-over': startOver,
  pledge,
  declare: asItIs,
  'chair-vote': asItIs,
  review: asItIs,
  'review-vote': asItIs,
  'competition-vote': asItIs,
  say,
  'clarification-draft': asItIs,
  'clarification-relay': asItIs,
  mark,
  ready: asItIs,
  unready: asItIs,
  sign,
  explain: asItIs,
  'refuse-explanation': asItIs,
  'flag-vote': asItIs,
  'amend-mark': amendMark,
  'amend-cancel': amendCancel,
  'amend-sign': amendSign,
  consent,
  'refuse-consent': asItIs,
  leave: asItIs,
  pause,
  resume,
  note,
  help: () => ({ kind: 'trouble', what: 'help' }),
  'talk-read': talkRead,
  'message-read': (desk) => {
    desk.keep({ message: null });
    return null;
  },
};

/** Makes the act of an intent, signing where it needs the key. Refuses what cannot be done here and now. */
export async function actOf(desk: Desk, intent: Intent): Promise<Act | null> {
  const { lock } = desk.state.kept;
  if (lock && !allowedWhenLocked(intent)) throw new Refusal('BOOTH_LOCKED', { code: lock.code });
  requireNotPaused(desk, intent);
  requireIdle(desk, intent.kind);
  const handle = handlers[intent.kind] as Handler<Intent['kind']>;
  return handle(desk, intent as never);
}

/** Whether the page waits for the hub's decision while the line is open; the others are done once on disk. */
export function waitsForHub(act: Act): boolean {
  return !['mark', 'trouble', 'obeyed', 'pause', 'resume'].includes(act.kind);
}
