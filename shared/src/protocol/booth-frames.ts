import { type Static, Type } from 'typebox';
import { ExpertView, Signed, Verdicts } from './evaluation.ts';
import { closed, Hex32, Id, Instant, Line, Prose, Thousandths } from './primitives.ts';

/**
 * The line between a booth and the hub: one WebSocket at `/booth`, text frames of JSON, one schema each.
 *
 *     booth → hub   hello, then acts (n = 1, 2, 3… for the life of the booth's outbox), one or several a frame, beat
 *     hub → booth   welcome, an ack for each act, view whenever what this booth may know has changed, beat
 *
 * An act is kept in the booth's outbox until its ack has come. The hub carries out the acts of a frame in their
 * order and in one transaction, stores (booth, n) with the events of each, and answers all of them after the
 * commit; an act it has seen before gets its first answer again.
 */

/** The most characters one frame may have; a longer one closes the connection. */
export const FRAME_LIMIT = 262_144;
/** The most acts one frame may have, and the most answers. */
export const ACTS_LIMIT = 50;
/** Bytes kept free for what a frame of acts or answers has beside them. */
const FRAME_BESIDE = 100;

const act = <const K extends string, const P extends Record<string, import('typebox').TSchema>>(
  kind: K,
  body: P,
) => Type.Object({ kind: Type.Literal(kind), ...body }, closed);

/** What an expert does in the booth, as it goes to the hub. */
export const Act = Type.Union([
  act('admit', { statement: Signed }),
  act('pledge', { statement: Signed }),
  act('declare', { bidders: Type.Array(Id, { maxItems: 200 }), reason: Type.Optional(Prose) }), // empty list: no conflict
  act('chair-vote', { alias: Line }),
  act('review', { verdicts: Verdicts }),
  act('review-vote', { bidder: Id, valid: Type.Boolean() }),
  act('competition-vote', { remains: Type.Boolean() }),
  act('say', { text: Prose }),
  act('clarification-draft', { bidder: Id, question: Prose }),
  act('clarification-relay', { id: Id }),
  act('mark', { bidder: Id, item: Id, mark: Type.Union([Thousandths, Type.Null()]) }),
  act('ready', {}), // "my marks are complete": opens signing when all are, and objective items agree
  act('unready', {}), // back to marking, before signing has opened
  act('sign', { sheet: Signed }), // first version, or an amendment (version ≥ 2) during the look-back
  act('explain', { flag: Id, text: Prose }),
  act('consent', { statement: Signed }),
  act('refuse-consent', {}), // refusing both is recorded as consent (实施条例 art. 53)
  act('leave', {}),
  act('trouble', {
    what: Type.Union([Type.Literal('key-removed'), Type.Literal('key-returned'), Type.Literal('help')]),
  }),
]);
export type Act = Static<typeof Act>;
export type ActKind = Act['kind'];

/** One part of the machine, e.g. {part: 'mac', value: '00:16:…'}; values canonical, sorted by part and value. */
export const FingerprintPart = Type.Object({ part: Line, value: Type.String({ maxLength: 400 }) }, closed);
export const Fingerprint = Type.Array(FingerprintPart, { maxItems: 200 });
export type Fingerprint = Static<typeof Fingerprint>;

/** How long the ledger was, and its root (RFC 6962) in hexadecimal. */
export const LedgerHead = Type.Object({ size: Type.Integer({ minimum: 1 }), root: Hex32 }, closed);
export type LedgerHead = Static<typeof LedgerHead>;

/** An act under its number, with the booth's own time of it. */
export const NumberedAct = Type.Object({ n: Type.Integer({ minimum: 1 }), at: Instant, act: Act }, closed);
export type NumberedAct = Static<typeof NumberedAct>;

export const BoothFrame = Type.Union([
  Type.Object(
    {
      type: Type.Literal('hello'),
      protocol: Type.Literal(1),
      booth: Id,
      token: Type.String({ minLength: 16, maxLength: 200 }),
      fingerprint: Fingerprint,
      /** The highest n this booth has had acknowledged. */
      acked: Type.Integer({ minimum: 0 }),
      /** The longest ledger the hub has told this booth of: a hub restored from an older back-up knows by it. */
      head: Type.Optional(LedgerHead),
      at: Instant,
    },
    closed,
  ),
  /** In the order of n. */
  Type.Object(
    {
      type: Type.Literal('acts'),
      acts: Type.Array(NumberedAct, { minItems: 1, maxItems: ACTS_LIMIT }),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('beat'), at: Instant, pending: Type.Integer({ minimum: 0 }) }, closed),
  Type.Object({ type: Type.Literal('goodbye'), at: Instant }, closed),
]);
export type BoothFrame = Static<typeof BoothFrame>;

export const RefusalBody = Type.Object(
  {
    code: Line,
    message: Type.Object({ zh: Type.String(), en: Type.String() }, closed),
    faults: Type.Array(
      Type.Object(
        {
          code: Line,
          place: Type.String(),
          message: Type.Object({ zh: Type.String(), en: Type.String() }, closed),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** What became of one act: done, or refused with why. */
export const Ack = Type.Object(
  { n: Type.Integer({ minimum: 1 }), refusal: Type.Union([RefusalBody, Type.Null()]) },
  closed,
);
export type Ack = Static<typeof Ack>;

/**
 * Divides what is to be sent, in its order, so that each part fits one frame by number and by bytes. One that is
 * longer than a frame by itself is a part by itself.
 */
export function inFrames<T>(items: readonly T[]): T[][] {
  const frames: T[][] = [];
  let room = 0;
  for (const item of items) {
    const bytes = new TextEncoder().encode(JSON.stringify(item)).length + 1;
    const last = frames.at(-1);
    if (last && last.length < ACTS_LIMIT && bytes <= room) {
      last.push(item);
      room -= bytes;
    } else {
      frames.push([item]);
      room = FRAME_LIMIT - FRAME_BESIDE - bytes;
    }
  }
  return frames;
}

/** What the hub tells a booth of itself and of the expert in it. */
export const BoothView = Type.Object(
  {
    booth: Id,
    seat: Id,
    hall: Line,
    site: Line,
    /** `closed`: nobody is expected here; `open`: a seat is drawn for somebody; `session`: the expert is admitted. */
    phase: Type.Union([Type.Literal('closed'), Type.Literal('open'), Type.Literal('session')]),
    session: Type.Union([ExpertView, Type.Null()]),
  },
  closed,
);
export type BoothView = Static<typeof BoothView>;

export const HubFrame = Type.Union([
  /** `last`: the highest n the hub has stored from this booth; the booth drops those from its outbox. */
  Type.Object(
    {
      type: Type.Literal('welcome'),
      at: Instant,
      challenge: Hex32,
      last: Type.Integer({ minimum: 0 }),
      beatMilliseconds: Type.Integer({ minimum: 100 }),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('acks'),
      at: Instant,
      acks: Type.Array(Ack, { minItems: 1, maxItems: ACTS_LIMIT }),
    },
    closed,
  ),
  /** `version` grows with every view; an older one than the last seen is dropped. */
  Type.Object(
    { type: Type.Literal('view'), version: Type.Integer({ minimum: 0 }), at: Instant, view: BoothView },
    closed,
  ),
  /** `head`: the ledger as it is, which the booth keeps. */
  Type.Object({ type: Type.Literal('beat'), at: Instant, head: Type.Optional(LedgerHead) }, closed),
  /** Sent before the hub closes the line for cause (unknown booth, wrong token, malformed frame). */
  Type.Object({ type: Type.Literal('refused'), refusal: RefusalBody }, closed),
]);
export type HubFrame = Static<typeof HubFrame>;
