/**
 * The revocation lists in force on this hub (docs/revocation.md): read at the start, and again when their files change.
 * A list that does not hold, or is older, never takes the place of one that was taken.
 */
import { basename } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { KnownCertificate, pemOf } from '#shared/signature/certificates.ts';
import { readDer } from '#shared/signature/der.ts';
import { nameIn } from '#shared/signature/names.ts';
import { blockOf } from '#shared/signature/pem.ts';
import {
  isOlder,
  issuedIn,
  RevocationLists,
  requireListTrusted,
  seriesOf,
  type TrustedList,
} from '#shared/signature/revocation.ts';
import type { UnboundSignature } from '#shared/signature/verify.ts';
import { readLists, stampOf, type Trouble } from './files.ts';
import { type ListState, refusedState, stateOf } from './states.ts';

export class Revocation {
  readonly #place: string;
  readonly #anchors: readonly KnownCertificate[];
  #lists = new RevocationLists();
  #trouble: Trouble | null = null;
  /** What the files looked like at the last look, and when they were read. */
  #seen = '';
  #read = '';
  /** Issuers of certificates that no list covered, by the digest of their names. */
  readonly #uncovered = new Map<string, string>();

  private constructor(place: string, anchors: readonly Uint8Array[]) {
    this.#place = place;
    this.#anchors = anchors.map((anchor) => KnownCertificate.read(anchor));
  }

  /** Reads the lists at `place`, none for ''. Refuses FILE_UNREADABLE, and SETTING_INVALID for what does not hold. */
  static async open(place: string, anchors: readonly Uint8Array[]): Promise<Revocation> {
    const revocation = new Revocation(place, anchors);
    if (place === '') return revocation;
    revocation.#read = stampOf(place);
    await revocation.#readAgain();
    const trouble = revocation.#trouble;
    if (trouble === null) return revocation;
    if (trouble.refusal.code === 'FILE_UNREADABLE') throw trouble.refusal;
    const { zh, en } = trouble.refusal.toMessage().message;
    throw new Refusal('SETTING_INVALID', {
      name: 'KAWEI_CRL',
      value: trouble.file,
      detail: `${zh} / ${en}`,
    });
  }

  /** Where no lists are set: nothing is judged. */
  static none(): Revocation {
    return new Revocation('', []);
  }

  get isSet(): boolean {
    return this.#place !== '';
  }

  /** Gives a verified signature back. Refuses CERTIFICATE_REVOKED where a certificate of its chain was revoked at `at`. */
  judged<S extends UnboundSignature>(signature: S, at: Date): S {
    if (!this.isSet) return signature;
    const { chain } = signature;
    this.#lists.requireGood(chain, at);
    for (const { issuer, authority } of this.#lists.undetermined(chain))
      this.#uncovered.set(issuer, authority);
    return signature;
  }

  /** Whether a list in force says that one of these certificates was revoked at this time. */
  wasRevoked(certificates: readonly KnownCertificate[], at: Date): boolean {
    const anchors = this.#anchors.map(({ der }) => der);
    return this.#lists.revokedAmong(issuedIn(certificates, anchors), at) !== null;
  }

  /** Reads the files anew where they have changed, once they lie there unchanged between two looks. */
  async look(): Promise<void> {
    if (!this.isSet) return;
    let stamp: string;
    try {
      stamp = stampOf(this.#place);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      stamp = error.message;
    }
    const settled = stamp === this.#seen;
    this.#seen = stamp;
    if (!settled || stamp === this.#read) return;
    this.#read = stamp;
    await this.#readAgain();
  }

  /** What is to be recorded of the lists at this time, one for each authority, and one for the files. */
  states(now: Date): readonly ListState[] {
    if (!this.isSet) return [];
    const issuers = new Map<string, string>(this.#uncovered);
    for (const { subject } of this.#anchors) issuers.set(sha256Hex(subject), nameIn(readDer(subject)));
    for (const { list } of this.#lists.all) issuers.set(list.issuer, list.authority);
    const of = (issuer: string) => this.#lists.all.filter(({ list }) => list.issuer === issuer);
    const authorities = [...issuers].map(([issuer, authority]) =>
      stateOf({ issuer, authority }, this.#uncovered.has(issuer) ? [] : of(issuer), now),
    );
    return [refusedState(this.#place, this.#troubleInWords()), ...authorities];
  }

  /** The lists of these issuers, and the certificates of who has signed them, as a PEM text; '' where there are none. */
  pemOf(issuers: ReadonlySet<string>): string {
    const wanted = this.#lists.all.filter(({ list }) => issuers.has(list.issuer));
    const signers = wanted.flatMap(({ path }) => path.filter((one) => !this.#anchors.includes(one)));
    return [
      ...new Set(signers.map(({ der }) => pemOf(der))),
      ...wanted.map(({ list }) => blockOf(list.der, 'X509 CRL')),
    ].join('');
  }

  async #readAgain(): Promise<void> {
    const before = this.#lists.all;
    const known = new Map(before.map(({ list }) => [list.digest, list]));
    const found = this.#found(known);
    const troubles = [...found.troubles];
    const newest = new Map<string, TrustedList & { file: string }>();
    for (const { file, list } of found.lists) {
      try {
        const trusted = await requireListTrusted(list, found.certificates, this.#anchors);
        const rival = newest.get(seriesOf(trusted));
        if (!rival || isOlder(rival.list, list)) newest.set(seriesOf(trusted), { ...trusted, file });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        troubles.push({ file, refusal: error });
      }
    }
    // What is no longer among the files stays until a newer one of its series is there.
    const inForce = new Map(before.map((trusted) => [seriesOf(trusted), trusted]));
    for (const [series, { file, list, path }] of newest) {
      const former = inForce.get(series)?.list;
      if (!former || !isOlder(list, former)) inForce.set(series, { list, path });
      else troubles.push({ file, refusal: olderThan(list) });
    }
    this.#lists = new RevocationLists([...inForce.values()]);
    this.#trouble = troubles[0] ?? null;
    this.#uncovered.clear();
  }

  #found(known: Parameters<typeof readLists>[1]): ReturnType<typeof readLists> {
    try {
      return readLists(this.#place, known);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { lists: [], certificates: [], troubles: [{ file: this.#place, refusal: error }] };
    }
  }

  #troubleInWords(): Text | null {
    if (!this.#trouble) return null;
    const { file, refusal } = this.#trouble;
    const { zh, en } = refusal.toMessage().message;
    const name = basename(file);
    return { zh: `${name}：${zh}（${refusal.code}）`, en: `${name}: ${en} (${refusal.code})` };
  }
}

function olderThan({ authority, thisUpdate }: TrustedList['list']): Refusal {
  return new Refusal('CRL_OLDER', { authority, date: thisUpdate.toISOString().slice(0, 10) });
}
