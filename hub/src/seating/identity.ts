/** How a desk's reading of the identity card is compared with the pool (docs/desk.md). */
import type { Static } from 'typebox';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { idKeyOf, idProofHolds } from '#shared/pool/id-proof.ts';
import type { CheckIn } from '#shared/protocol/requests.ts';
import type { HallDeskView } from '#shared/protocol/views.ts';
import type { Hub } from '../gateway/hub.ts';
import type { Scanned } from './decide/check-in.ts';

type Keys = Pick<Hub, 'logKey' | 'settings'>;

interface IdKey {
  readonly secret: Uint8Array;
  readonly publicKey: string;
}

const made = new WeakMap<Keys['logKey'], IdKey>();

/** The same on every hub of the ledger, and after a restart: proofs are made while no hub can be reached. */
function keyOf({ logKey }: Keys): IdKey {
  const known = made.get(logKey);
  if (known) return known;
  const secret = logKey.secretFor('kawei/id-proof@1');
  const key = { secret, publicKey: idKeyOf(secret) };
  made.set(logKey, key);
  return key;
}

/** What desks are told of it. */
export function identityView(hub: Keys): HallDeskView['identity'] {
  const { checkIn, idReader } = hub.settings;
  return { needed: checkIn === 'badge-and-id', key: keyOf(hub).publicKey, reader: idReader };
}

/** What a desk has sent of one who has come. Refuses CHECK_IN_ID_NEEDED where the card has to be read and was not. */
export function scannedBy(hub: Keys, body: Static<typeof CheckIn>): Omit<Scanned, 'site'> {
  const { scan, badge, idNumber, idProof, readAt = null } = body;
  const read = { scan, badge, readAt };
  if (idNumber !== undefined) return { ...read, idNumberIs: (known) => known === idNumber };
  if (idProof) {
    const { secret } = keyOf(hub);
    const idNumberIs = (known: string) => idProofHolds(secret, idProof, { badge, idNumber: known });
    return { ...read, idNumberIs };
  }
  if (hub.settings.checkIn === 'badge-and-id') throw new Refusal('CHECK_IN_ID_NEEDED');
  return { ...read, idNumberIs: null };
}
