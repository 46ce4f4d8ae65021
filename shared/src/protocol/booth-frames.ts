import { type Static, Type } from 'typebox';
import { ExpertView, Signed, Verdicts } from './evaluation.ts';
import { Base64, closed, Hex32, Id, Instant, Line, Prose, Thousandths } from './primitives.ts';
import { SignedReadiness } from './readiness.ts';

/**
 * The line between a booth and the hub: one WebSocket at `/booth`, text frames of JSON, one schema each.
 *
 *     booth → hub   hello, then numbered acts (n = 1, 2, 3… for the life of the booth's outbox), beat
 *     hub → booth   welcome, ack for acts, view whenever what this booth may know has changed, beat
 *
 * A frame has the acts that wait, one after the other; an ack has the answers to those of one frame that share a
 * commit. An act is kept in the booth's outbox until its ack has come. The hub stores (booth, n) with the events of
 * the act in one transaction, and gives an act it has seen before its first answer again.
 */

/** The form of the frames below: a hub takes no other. */
export const PROTOCOL = 6;

/** The most characters one frame may have; a longer one closes the connection. */
export const FRAME_LIMIT = 262_144;

/** The most acts that one frame may have. */
export const ACTS_LIMIT = 50;

const act = <const K extends string, const P extends Record<string, import('typebox').TSchema>>(
  kind: K,
  body: P,
) => Type.Object({ kind: Type.Literal(kind), ...body }, closed);

/** What the hall is told of a booth; `slip-refused`: a seat slip was not taken while the hub could not be asked. */
export const Trouble = Type.Union([
  Type.Literal('key-removed'),
  Type.Literal('key-returned'),
  Type.Literal('help'),
  Type.Literal('slip-refused'),
  Type.Literal('second-screen'), // the booth has locked itself
]);
export type Trouble = Static<typeof Trouble>;

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
  act('refuse-explanation', { flag: Id }), // after the panel has called the mark abnormal
  act('flag-vote', { flag: Id, abnormal: Type.Boolean() }),
  act('consent', { statement: Signed }),
  act('refuse-consent', {}), // refusing both is recorded as consent (实施条例 art. 53)
  act('leave', {}),
  act('pause', {}), // the expert has covered their screen; time goes on
  act('resume', {}),
  act('trouble', {
    what: Trouble,
  }),
  act('obeyed', { order: Type.Integer({ minimum: 1 }) }), // an order of the hall is done here
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

export const BoothFrame = Type.Union([
  Type.Object(
    {
      type: Type.Literal('hello'),
      protocol: Type.Literal(PROTOCOL),
      booth: Id,
      /** On a line without TLS; on one of mutual TLS the certificate says who comes. */
      token: Type.Optional(Type.String({ minLength: 16, maxLength: 200 })),
      fingerprint: Fingerprint,
      /** The highest n this booth has had acknowledged. */
      acked: Type.Integer({ minimum: 0 }),
      /** The longest ledger the hub has told this booth of: a hub restored from an older back-up knows by it. */
      head: Type.Optional(LedgerHead),
      at: Instant,
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('acts'),
      /** The number of the first; the others follow it. */
      first: Type.Integer({ minimum: 1 }),
      acts: Type.Array(Type.Object({ at: Instant, act: Act }, closed), { minItems: 1, maxItems: ACTS_LIMIT }),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('beat'), at: Instant, pending: Type.Integer({ minimum: 0 }) }, closed),
  Type.Object({ type: Type.Literal('goodbye'), at: Instant }, closed),
  /** The machine has changed while it ran. */
  Type.Object({ type: Type.Literal('machine'), fingerprint: Fingerprint }, closed),
  /** The terminal's report before its day starts; said on each line anew, recorded once, and ten a minute at most. */
  Type.Object({ type: Type.Literal('readiness'), readiness: SignedReadiness }, closed),
  /** Asks for the next certificate (PKCS #10, DER), on a line of mutual TLS; at most once on each. */
  Type.Object({ type: Type.Literal('renew'), request: Base64 }, closed),
]);
export type BoothFrame = Static<typeof BoothFrame>;
export type ActsFrame = Extract<BoothFrame, { type: 'acts' }>;

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

/** The most orders that wait for one booth. */
export const ORDERS_LIMIT = 20;

/** What the hall tells a booth to do, numbered from 1 for each booth; done once, whatever is said twice. */
export const BoothOrder = Type.Object(
  {
    order: Type.Integer({ minimum: 1 }),
    kind: Type.Union([Type.Literal('lock'), Type.Literal('unlock'), Type.Literal('message')]),
    /** The cause of a lock, the reason of an unlocking, or the message. */
    text: Prose,
    at: Instant,
  },
  closed,
);
export type BoothOrder = Static<typeof BoothOrder>;

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
    /** `open`: the slip that holds for this seat, and the package that its secret opens, where one can be made. */
    slip: Type.Union([
      Type.Object({ digest: Hex32, sealed: Type.Union([Base64, Type.Null()]) }, closed),
      Type.Null(),
    ]),
    /** The last call for the staff from here, and when they answered it; null for none. */
    call: Type.Union([
      Type.Object({ at: Instant, answeredAt: Type.Union([Instant, Type.Null()]) }, closed),
      Type.Null(),
    ]),
    /** Orders this booth has not said to be done, by their numbers. */
    orders: Type.Array(BoothOrder, { maxItems: ORDERS_LIMIT }),
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
      /** Verifies seat slips (Ed25519); the same for the life of the hub's ledger. A booth keeps the first it was told. */
      slipKey: Hex32,
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('ack'),
      first: Type.Integer({ minimum: 1 }),
      at: Instant,
      /** One for each act from the first on; null for one that is done. */
      refusals: Type.Array(Type.Union([RefusalBody, Type.Null()]), { minItems: 1, maxItems: ACTS_LIMIT }),
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
  /** The next certificate (DER); the one before it stays valid to its end. */
  Type.Object({ type: Type.Literal('renewed'), at: Instant, certificate: Base64 }, closed),
  /** Sent before the hub closes the line for cause (unknown booth, wrong token, malformed frame). */
  Type.Object({ type: Type.Literal('refused'), refusal: RefusalBody }, closed),
]);
export type HubFrame = Static<typeof HubFrame>;
export type AckFrame = Extract<HubFrame, { type: 'ack' }>;
