/** Makes seat slips (docs/slips.md): the same slip again for the same seat draw, on every hub of the ledger. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { canonicalBytes, hexOf, hmacSha256 } from '#shared/canonical/index.ts';
import { holderTag, type SeatSlip, slipDigest, slipSigningInput, slipText } from '#shared/slips/slip.ts';
import type { Hub } from '../gateway/hub.ts';
import type { Attendance } from './reads.ts';

/** How long a slip lets somebody in while the hub cannot be asked, in seconds. The hub itself takes it for longer. */
const GOOD_SECONDS = 24 * 3600;

type LogKey = Hub['logKey'];

interface SlipKeys {
  readonly signing: Uint8Array;
  readonly publicKey: string;
  /** Slips' own secrets follow from this one. */
  readonly secret: Uint8Array;
}

const made = new WeakMap<LogKey, SlipKeys>();

function keysOf(logKey: LogKey): SlipKeys {
  const known = made.get(logKey);
  if (known) return known;
  const signing = logKey.secretFor('kawei/slip-key@1');
  const publicKey = hexOf(ed25519.getPublicKey(signing));
  const keys = { signing, publicKey, secret: logKey.secretFor('kawei/slip-secret@1') };
  made.set(logKey, keys);
  return keys;
}

/** By which booths verify slips: Ed25519, hex. */
export function slipKeyOf(logKey: LogKey): string {
  return keysOf(logKey).publicKey;
}

/** A slip and the digits of its QR code. */
export interface IssuedSlip {
  readonly slip: SeatSlip;
  readonly text: string;
  readonly digest: string;
}

/** The slip of one who has a seat, and this key; null for one who has none. */
export function issuedSlip(logKey: LogKey, held: Attendance, keyFingerprint: string): IssuedSlip | null {
  const { seat, slip: code, slipIssue: issue, slipIssuedAt, badge, project, expert } = held;
  if (seat === null || code === null || slipIssuedAt === null) return null;
  const { signing, secret: root } = keysOf(logKey);
  const secret = hexOf(hmacSha256(root, canonicalBytes([project, expert, seat, code, issue])).slice(0, 16));
  const slip: SeatSlip = {
    format: 'kawei/slip@1',
    ...{ seat, code, issue, secret },
    from: Math.floor(Date.parse(slipIssuedAt) / 1000),
    seconds: GOOD_SECONDS,
    badge: holderTag(secret, 'badge', badge),
    key: holderTag(secret, 'key', keyFingerprint),
  };
  const text = slipText(slip, ed25519.sign(slipSigningInput(slip), signing));
  return { slip, text, digest: slipDigest(text) };
}
