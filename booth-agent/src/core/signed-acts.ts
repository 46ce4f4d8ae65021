/** Intents whose act is a statement signed by the expert's own key. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import type { ExpertView, Marks } from '#shared/protocol/evaluation.ts';
import { type ConsentStatement, type PledgeStatement, pledgeText } from '#shared/protocol/statements.ts';
import { type Desk, requireSession } from './desk.ts';
import { cellFaults, marksToSign, sheetOf } from './score-sheet.ts';

type IntentOf<K extends Intent['kind']> = Extract<Intent, { kind: K }>;

export async function pledge(desk: Desk, { pin }: IntentOf<'pledge'>): Promise<Act> {
  const session = requireSession(desk);
  if (session.step !== 'pledge') throw new Refusal('PLEDGE_NOT_NOW');
  const statement: PledgeStatement = {
    format: 'kawei/pledge@1',
    ...placeOf(session),
    text: pledgeText.zh,
    signedAt: desk.now.toISOString(),
  };
  return { kind: 'pledge', statement: await desk.sign('pledge', statement, pin) };
}

/** Signs the first sheet: the marks shown. A sheet with any fault is refused, each fault with its place. */
export async function sign(desk: Desk, { pin }: IntentOf<'sign'>): Promise<Act> {
  const session = requireSession(desk);
  if (session.step !== 'sign') throw new Refusal('SIGN_NOT_NOW');
  requireComplete('READY_FAULTS', session, session.marks);
  return signSheet(desk, session, marksToSign(session), pin);
}

/** Signs the next version of the sheet, with the marks changed in this look-back. */
export async function amendSign(desk: Desk, { pin }: IntentOf<'amend-sign'>): Promise<Act> {
  const session = requireSession(desk);
  if (session.step !== 'flags') throw new Refusal('LOOKBACK_NOT_NOW');
  const { amendment } = desk.state.kept;
  if (Object.keys(amendment).length === 0) throw new Refusal('AMEND_UNCHANGED');
  const marks = marksToSign(session, amendment);
  requireComplete('AMEND_FAULTS', session, marks);
  return signSheet(desk, session, marks, pin);
}

export async function consent(desk: Desk, intent: IntentOf<'consent'>): Promise<Act> {
  const session = requireSession(desk);
  const { reportDigest } = session;
  if (session.step !== 'consent' || reportDigest === null) throw new Refusal('CONSENT_NOT_NOW');
  const dissent = intent.position === 'dissent' ? intent.dissent?.trim() : undefined;
  if (intent.position === 'dissent' && !dissent) throw new Refusal('DISSENT_TEXT');
  const statement: ConsentStatement = {
    format: 'kawei/consent@1',
    ...placeOf(session),
    reportDigest,
    position: intent.position,
    ...(dissent ? { dissent } : {}),
    signedAt: desk.now.toISOString(),
  };
  return { kind: 'consent', statement: await desk.sign('consent', statement, intent.pin) };
}

async function signSheet(desk: Desk, session: ExpertView, marks: Marks, pin: string): Promise<Act> {
  const sheet = sheetOf(session, marks, desk.now.toISOString());
  return { kind: 'sign', sheet: await desk.sign('sheet', sheet, pin) };
}

function requireComplete(code: 'READY_FAULTS' | 'AMEND_FAULTS', session: ExpertView, marks: Marks): void {
  const faults = cellFaults(session, marks).map(({ fault }) => fault);
  if (faults.length > 0) throw new Refusal(code, { count: faults.length }, faults);
}

function placeOf({ project, expert, seat, boothDigest }: ExpertView) {
  return { project: project.id, expert, seat, booth: boothDigest };
}
