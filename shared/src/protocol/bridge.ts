import { type Static, Type } from 'typebox';
import { BidDocument } from './bid-documents.ts';
import { BoothView, RefusalBody } from './booth-frames.ts';
import { ExpertView, Verdicts } from './evaluation.ts';
import {
  Badge,
  closed,
  Id,
  Instant,
  keyed,
  Line,
  Prose,
  SlipCode,
  Thousandths,
  written,
} from './primitives.ts';

/**
 * The bridge between the expert's page and the agent's core: one state pushed to the page, intents sent back.
 * The headless shell carries it over a loopback WebSocket at `/bridge`; Electron's preload exposes the same.
 */

/** The QR code of a seat slip, as a scanner types it. */
export const SlipDigits = Type.String({ pattern: '^[0-9]{100,700}$', maxLength: 700 });

/** The most characters of a note to oneself. */
export const NOTE_LIMIT = 1000;

/** The PIN of an expert's key. */
export const Pin = Type.String({ minLength: 1, maxLength: 64 });
const intent = <const K extends string, const P extends Record<string, import('typebox').TSchema>>(
  kind: K,
  body: P,
) => Type.Object({ kind: Type.Literal(kind), ...body }, closed);

/** What the person before the screen wants. The core turns it into acts, signing where the act needs a key. */
export const Intent = Type.Union([
  intent('badge', { badge: Badge }),
  intent('slip', { code: SlipCode }),
  intent('scan-slip', { text: SlipDigits }),
  intent('admit', { pin: Pin }),
  intent('start-over', {}), // back to the badge screen, before admission
  intent('pledge', { pin: Pin }),
  intent('declare', { bidders: Type.Array(Id, { maxItems: 200 }), reason: Type.Optional(Prose) }),
  intent('chair-vote', { alias: Line }),
  intent('review', { verdicts: Verdicts }),
  intent('review-vote', { bidder: Id, valid: Type.Boolean() }),
  intent('competition-vote', { remains: Type.Boolean() }),
  intent('say', { text: Prose }),
  intent('clarification-draft', { bidder: Id, question: Prose }),
  intent('clarification-relay', { id: Id }),
  intent('mark', { bidder: Id, item: Id, mark: Type.Union([Thousandths, Type.Null()]) }),
  intent('ready', {}),
  intent('unready', {}),
  intent('sign', { pin: Pin }), // signs the sheet made of the marks shown
  intent('explain', { flag: Id, text: Prose }),
  intent('refuse-explanation', { flag: Id }),
  intent('flag-vote', { flag: Id, abnormal: Type.Boolean() }),
  intent('amend-mark', { bidder: Id, item: Id, mark: Thousandths }), // kept beside the signed marks until signed
  intent('amend-cancel', {}),
  intent('amend-sign', { pin: Pin }),
  intent('consent', {
    position: Type.Union([Type.Literal('agree'), Type.Literal('dissent')]),
    dissent: Type.Optional(Prose),
    pin: Pin,
  }),
  intent('refuse-consent', {}),
  intent('leave', {}),
  intent('pause', {}), // covers the screen
  intent('resume', {}), // with one's own key in the machine
  intent('note', {
    bidder: Type.Union([Id, Type.Null()]),
    item: Type.Union([Id, Type.Null()]),
    text: written(0, NOTE_LIMIT), // empty: the note is gone
  }),
  intent('help', {}), // calls the hall staff
  intent('message-read', {}), // the hall's message was read
  intent('talk-read', { said: Type.Integer({ minimum: 0 }) }), // so many of the panel's statements were shown
]);
export type Intent = Static<typeof Intent>;

/** One thing wrong with the sheet, where it is, and what to do. */
export const SheetFault = Type.Object(
  {
    bidder: Type.Union([Id, Type.Null()]),
    item: Type.Union([Id, Type.Null()]),
    message: Type.Object({ zh: Type.String(), en: Type.String() }, closed),
  },
  closed,
);
export type SheetFault = Static<typeof SheetFault>;

/** A note to oneself, of a bidder, of an item, of both or of neither; it never leaves the booth. */
export const Note = Type.Object(
  {
    bidder: Type.Union([Id, Type.Null()]),
    item: Type.Union([Id, Type.Null()]),
    text: written(1, NOTE_LIMIT),
  },
  closed,
);
export type Note = Static<typeof Note>;

/** The bids' documents: null until this booth knows which there are, and while nothing of the session is shown. */
export const DocumentsShown = Type.Object(
  {
    /** Why they cannot be kept here; everything else goes on. */
    trouble: Type.Union([Type.Literal('disk-full'), Type.Literal('disk-failed'), Type.Null()]),
    all: Type.Union([
      Type.Array(
        Type.Object(
          {
            ...BidDocument.properties,
            /** Bytes that have come. */
            got: Type.Integer({ minimum: 0 }),
            /** Here, whole and verified: at `documents/DIGEST` beside the page. */
            ready: Type.Boolean(),
          },
          closed,
        ),
      ),
      Type.Null(),
    ]),
  },
  closed,
);
export type DocumentShown = NonNullable<Static<typeof DocumentsShown>['all']>[number];

const Texts = Type.Object({ zh: Type.String(), en: Type.String() }, closed);
/** Why a booth is locked, since when, and who can clear it. */
export const Lock = Type.Object({ code: Line, cause: Texts, at: Instant, clears: Texts }, closed);

/** All that the expert's page shows. */
export const BoothScreen = Type.Object(
  {
    booth: Id,
    seat: Type.Union([Id, Type.Null()]),
    hall: Type.Union([Line, Type.Null()]),
    /** Booth's own clock, and how far the hub's is ahead of it in milliseconds (null while unknown). */
    now: Instant,
    hubAhead: Type.Union([Type.Integer(), Type.Null()]),
    line: Type.Union([Type.Literal('online'), Type.Literal('offline')]),
    /** Acts kept in this booth that the hub has not acknowledged yet. */
    pending: Type.Integer({ minimum: 0 }),
    lastSavedAt: Type.Union([Instant, Type.Null()]),
    key: Type.Object(
      {
        state: Type.Union([
          Type.Literal('absent'),
          Type.Literal('several'), // more keys than one: none is used until one is left
          Type.Literal('present'),
          Type.Literal('locked'),
        ]),
        /** Common name in the key's certificate. */
        holder: Type.Union([Line, Type.Null()]),
        /** Once PINs were wrong: how many more may be; null while none was, and where the key does not tell. */
        triesLeft: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
        /** The key waits for its person to touch it. */
        touch: Type.Boolean(),
      },
      closed,
    ),
    screen: Type.Union([
      Type.Literal('unassigned'), // nobody is expected at this booth
      Type.Literal('badge'), // scan or type the badge
      Type.Literal('slip'), // scan the seat slip, or type its six digits
      Type.Literal('key'), // insert the key, enter its PIN
      Type.Literal('admitting'), // the hub is asked
      Type.Literal('refused'), // `refusal` says why and what to do
      Type.Literal('session'), // `session.step` says what to do
      Type.Literal('key-removed'), // locked until the expert's own key is back
      Type.Literal('left'),
      Type.Literal('ended'), // the session of one who has not left is over: they withdrew, or sit elsewhere now
      Type.Literal('paused'), // covered by the expert; nothing of the session is shown
      Type.Literal('locked'), // `lock` says why; nothing of the session is shown
    ]),
    lock: Type.Union([Lock, Type.Null()]),
    /** What the hall has told this booth and nobody has read yet. */
    message: Type.Union([Type.Object({ text: Prose, at: Instant }, closed), Type.Null()]),
    /** The last call for the staff, and when they answered it. */
    call: BoothView.properties.call,
    /** Since when the expert has covered the screen. */
    pausedAt: Type.Union([Instant, Type.Null()]),
    notes: Type.Array(Note),
    documents: DocumentsShown,
    refusal: Type.Union([RefusalBody, Type.Null()]),
    /** The expert was let in by their seat slip alone, the line being down, and the hub has not agreed to it (yet). */
    bySlip: Type.Boolean(),
    /** Statements of others that were not shown yet; and how many of one's own, the last in the list, are not sent yet. */
    talk: Type.Object({ unread: Type.Integer({ minimum: 0 }), unsent: Type.Integer({ minimum: 0 }) }, closed),
    /** The hub's view of the session with what is still pending in this booth laid over it. */
    session: Type.Union([ExpertView, Type.Null()]),
    /** `marking` and `sign`: what keeps the sheet from being signed. Empty: it can be signed. */
    sheetFaults: Type.Array(SheetFault),
    /** Marks changed for an amendment and not signed yet: bidder → item → mark. */
    amendment: keyed(keyed(Thousandths)),
    /** Steps whose act is on its way and not yet answered; the page disables their buttons. */
    busy: Type.Array(Type.String()),
  },
  closed,
);
export type BoothScreen = Static<typeof BoothScreen>;

/** Page → core: an intent with an id; core → page: its answer, or the state. */
export const BridgeRequest = Type.Object({ id: Type.Integer({ minimum: 1 }), intent: Intent }, closed);
export type BridgeRequest = Static<typeof BridgeRequest>;

export const BridgeMessage = Type.Union([
  Type.Object({ type: Type.Literal('screen'), screen: BoothScreen }, closed),
  Type.Object(
    {
      type: Type.Literal('answer'),
      id: Type.Integer({ minimum: 1 }),
      refusal: Type.Union([RefusalBody, Type.Null()]),
    },
    closed,
  ),
]);
export type BridgeMessage = Static<typeof BridgeMessage>;

/** What the page talks to, whatever carries it. `act` settles when the core has stored or refused the intent. */
export interface BoothBridge {
  watch(show: (screen: BoothScreen) => void): () => void;
  act(intent: Intent): Promise<import('../catalogue/refusal.ts').RefusalMessage | null>;
}
