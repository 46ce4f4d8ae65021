/** Whether certificates were revoked when they signed, by the revocation lists of their authorities (RFC 5280 §6.3). */
import { sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import type { KnownCertificate } from './certificates.ts';
import { isAnchor, keyUsages, requireTrusted } from './chain.ts';
import * as DER from './der.ts';
import { nameIn } from './names.ts';
import type { Issued, Revocation, RevocationList } from './revocation-list.ts';

const described = new WeakMap<KnownCertificate, Issued>();

/** The certificates of a chain that an authority has issued, as its list would name them. */
export function issuedIn(
  chain: readonly KnownCertificate[],
  anchors: readonly Uint8Array[],
): readonly Issued[] {
  return chain.filter((one) => !isAnchor(one, anchors)).map((one) => issuedBy(one, one !== chain[0]));
}

function issuedBy(certificate: KnownCertificate, isAuthority: boolean): Issued {
  const known = described.get(certificate);
  if (known && known.isAuthority === isAuthority) return known;
  const { issuer, serial, facts } = certificate;
  const one = {
    ...{ serial, points: facts.points, isAuthority },
    ...{ issuer: sha256Hex(issuer), authority: nameIn(DER.readDer(issuer)) },
  };
  described.set(certificate, one);
  return one;
}

/** A list that holds, and who has signed it. */
export interface TrustedList {
  readonly list: RevocationList;
  /** Its signer and those above it; the anchor last. */
  readonly path: readonly KnownCertificate[];
}

/**
 * Checks that a list is signed by one of the `anchors`, or by an authority among `others` that chains to one and may
 * sign lists, as it was when the list was made. Refuses CRL_UNTRUSTED.
 */
export async function requireListTrusted(
  list: RevocationList,
  others: readonly KnownCertificate[],
  anchors: readonly KnownCertificate[],
): Promise<TrustedList> {
  const trusted = anchors.map(({ der }) => der);
  for (const signer of [...anchors, ...others]) {
    if (!maySignLists(signer, anchors) || !(await list.isSignedBy(signer))) continue;
    if (anchors.includes(signer)) return { list, path: [signer] };
    try {
      const above = others.filter((one) => one !== signer);
      const path = await requireTrusted(signer, above, trusted, list.thisUpdate, ['cRLSign']);
      return { list, path };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  const { authority, thisUpdate } = list;
  throw new Refusal('CRL_UNTRUSTED', { authority, date: dayOf(thisUpdate) });
}

/** An anchor is trusted as it is, whatever its dates; any other is to be an authority. Both as their key usage says. */
function maySignLists(signer: KnownCertificate, anchors: readonly KnownCertificate[]): boolean {
  const { usage, isAuthority } = signer.facts;
  return (anchors.includes(signer) || isAuthority) && (usage === null || (usage & keyUsages.cRLSign) !== 0);
}

/** What tells a list from its fellows: the issuer's name and key, and to which certificates it is limited. */
export function seriesOf({ list, path }: TrustedList): string {
  return sha256Hex(`${list.issuer} ${path[0]?.fingerprint ?? ''} ${list.scope.value}`);
}

/** When a list was made, among those of its series. */
export type ListAge = Pick<RevocationList, 'number' | 'thisUpdate'>;

/** Whether a list was made before another of its series: by their numbers, else by their times (RFC 5280 §5.2.3). */
export function isOlder(list: ListAge, than: ListAge): boolean {
  if (list.number !== null && than.number !== null && list.number !== than.number)
    return list.number < than.number;
  return list.thisUpdate < than.thisUpdate;
}

/** The lists by which certificates are judged. */
export class RevocationLists {
  readonly all: readonly TrustedList[];

  constructor(all: readonly TrustedList[] = []) {
    this.all = all;
  }

  /** Refuses CERTIFICATE_REVOKED where one of the chain was revoked at `at` or before. */
  requireGood(chain: readonly Issued[], at: Date): void {
    const found = this.revokedAmong(chain, at);
    if (!found) return;
    const { authority, since } = found;
    // Nobody is named: the words go to the staff with the seat, and who sits where is no affair of theirs.
    throw new Refusal('CERTIFICATE_REVOKED', { authority, at: since.toISOString() });
  }

  /** The first of a chain that was revoked at `at` or before, and since when; null where all were good. */
  revokedAmong(chain: readonly Issued[], at: Date): (Issued & { readonly since: Date }) | null {
    for (const one of chain) {
      const revocation = this.#revocationOf(one);
      if (revocation && revocation.at <= at) return { ...one, since: revocation.at };
    }
    return null;
  }

  /** Those of a chain of which no list says anything: whether they are revoked is not known. */
  undetermined(chain: readonly Issued[]): readonly Issued[] {
    return chain.filter((one) => !this.all.some(({ list }) => list.covers(one)));
  }

  /** The earliest that any list says. What was held comes back with the newest list that does not name it any more. */
  #revocationOf(one: Issued): Revocation | null {
    const said = this.all.flatMap((trusted) => {
      const revocation = trusted.list.revocationOf(one);
      return revocation && !(revocation.isHeld && this.#isReleased(trusted, one)) ? [revocation] : [];
    });
    return said.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
  }

  #isReleased(by: TrustedList, one: Issued): boolean {
    const series = seriesOf(by);
    return this.all.some(
      (other) => seriesOf(other) === series && isOlder(by.list, other.list) && !other.list.revocationOf(one),
    );
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** A time to the minute in UTC, as lists tell it. */
export const minuteOf = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
