/** One token in a slot of a PKCS#11 library: its certificate, and signing with the key beside it. */
import { createHash, verify, X509Certificate } from 'node:crypto';
import type pkcs11 from 'pkcs11js';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import * as DER from '#shared/signature/der.ts';

export type Constants = typeof pkcs11;
export type Library = pkcs11.PKCS11;
type Handle = pkcs11.Handle;

/** A certificate that a token holds, with the id by which its private key is found. */
export interface Held {
  readonly certificate: Uint8Array;
  readonly id: Buffer;
}

/** Bits of the first byte of the key usage (RFC 5280 §4.2.1.3). */
const SIGNING = 0x80;
/** Objects read at most: a token with more is not what an expert carries. */
const MOST_OBJECTS = 64;
/** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2). */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

export class Token {
  readonly #library: Library;
  readonly #constants: Constants;
  readonly #slot: Handle;

  constructor(library: Library, constants: Constants, slot: Handle) {
    this.#library = library;
    this.#constants = constants;
    this.#slot = slot;
  }

  /**
   * The certificate for signing that this token shows without a PIN: of an RSA or P-256 key, and not for encryption
   * alone, as the second certificate of many keys is. Of several the newest. Null where there is none.
   */
  held(): Held | null {
    const { CKA_CLASS, CKO_CERTIFICATE } = this.#constants;
    const all = this.#withSession((session) =>
      this.#objects(session, [{ type: CKA_CLASS, value: CKO_CERTIFICATE }]).flatMap(
        (object) => this.#readCertificate(session, object) ?? [],
      ),
    );
    all.sort((a, b) => b.from - a.from);
    return all[0] ?? null;
  }

  /** Signs the SHA-256 of these bytes. Throws what the library does, and on a signature that does not hold. */
  sign({ certificate, id }: Held, bytes: Uint8Array, pin: string): Uint8Array {
    const signature = this.#withSession((session) => {
      this.#logIn(session, pin);
      try {
        return this.#signed(session, this.#privateKey(session, id), certificate, bytes, pin);
      } finally {
        this.#quietly(() => this.#library.C_Logout(session));
      }
    });
    const key = new X509Certificate(certificate).publicKey;
    if (!verify('sha256', bytes, key, signature)) throw new Error('the signature does not verify');
    return new Uint8Array(signature);
  }

  #readCertificate(session: Handle, object: Handle): (Held & { readonly from: number }) | null {
    const { CKA_VALUE, CKA_ID } = this.#constants;
    try {
      const [value, id] = this.#library.C_GetAttributeValue(session, object, [
        { type: CKA_VALUE },
        { type: CKA_ID },
      ]);
      const certificate = new Uint8Array(value?.value as Buffer);
      const { key, facts } = KnownCertificate.read(certificate);
      if (key.kind !== 'RSA' && key.kind !== 'P-256') return null;
      if (facts.usage !== null && (facts.usage & SIGNING) === 0) return null;
      return { certificate, id: id?.value as Buffer, from: facts.from.getTime() };
    } catch {
      return null; // no certificate that we could use; there may be others
    }
  }

  #logIn(session: Handle, pin: string): void {
    const { CKU_USER } = this.#constants;
    try {
      this.#library.C_Login(session, CKU_USER, pin);
    } catch (error) {
      if ((error as Error).message !== 'CKR_USER_ALREADY_LOGGED_IN') throw error;
      // Left open by another program: this PIN is asked for all the same.
      this.#library.C_Logout(session);
      this.#library.C_Login(session, CKU_USER, pin);
    }
  }

  #privateKey(session: Handle, id: Buffer): Handle {
    const { CKA_CLASS, CKO_PRIVATE_KEY, CKA_ID, CKA_SIGN } = this.#constants;
    const kind = { type: CKA_CLASS, value: CKO_PRIVATE_KEY };
    const [own] = id.length > 0 ? this.#objects(session, [kind, { type: CKA_ID, value: id }]) : [];
    if (own) return own;
    const [only, another] = this.#objects(session, [kind, { type: CKA_SIGN, value: true }]);
    if (!only || another) throw new Error('no private key for the certificate');
    return only;
  }

  #signed(session: Handle, key: Handle, certificate: Uint8Array, bytes: Uint8Array, pin: string): Buffer {
    const { CKM_RSA_PKCS, CKM_ECDSA } = this.#constants;
    const digest = createHash('sha256').update(bytes).digest();
    const isRsa = KnownCertificate.read(certificate).key.kind === 'RSA';
    // Hashed here: these two mechanisms every library has.
    const mechanism = { mechanism: isRsa ? CKM_RSA_PKCS : CKM_ECDSA };
    this.#library.C_SignInit(session, mechanism, key);
    this.#openForOneUse(session, key, pin);
    const input = isRsa ? Buffer.concat([SHA256_INFO, digest]) : digest;
    const signature = this.#library.C_Sign(session, input, Buffer.alloc(1024));
    return isRsa ? signature : ecdsaDer(signature);
  }

  /** Some keys want the PIN once more for each signature. */
  #openForOneUse(session: Handle, key: Handle, pin: string): void {
    const { CKA_ALWAYS_AUTHENTICATE, CKU_CONTEXT_SPECIFIC } = this.#constants;
    let each = false;
    this.#quietly(() => {
      const [found] = this.#library.C_GetAttributeValue(session, key, [{ type: CKA_ALWAYS_AUTHENTICATE }]);
      each = (found?.value as Buffer | undefined)?.[0] === 1;
    });
    if (each) this.#library.C_Login(session, CKU_CONTEXT_SPECIFIC, pin);
  }

  #objects(session: Handle, template: pkcs11.Template): Handle[] {
    this.#library.C_FindObjectsInit(session, template);
    try {
      return this.#library.C_FindObjects(session, MOST_OBJECTS);
    } finally {
      this.#library.C_FindObjectsFinal(session);
    }
  }

  #withSession<T>(use: (session: Handle) => T): T {
    const session = this.#library.C_OpenSession(this.#slot, this.#constants.CKF_SERIAL_SESSION);
    try {
      return use(session);
    } finally {
      this.#quietly(() => this.#library.C_CloseSession(session));
    }
  }

  /** What may fail without harm: tidying up after a key that was pulled out, an attribute that few keys have. */
  #quietly(what: () => void): void {
    try {
      what();
    } catch {}
  }
}

/** Two halves side by side, as PKCS#11 gives them, in the DER of RFC 3279 §2.2.3. */
function ecdsaDer(raw: Uint8Array): Buffer {
  if (raw.length !== 64) throw new Error(`an ECDSA signature of ${raw.length} bytes`);
  return Buffer.from(DER.sequence(integer(raw.subarray(0, 32)), integer(raw.subarray(32))));
}

function integer(half: Uint8Array): Uint8Array {
  const first = half.findIndex((byte) => byte !== 0);
  const shortest = first < 0 ? Uint8Array.of(0) : half.subarray(first);
  const isHigh = ((shortest[0] ?? 0) & 0x80) !== 0;
  return DER.der(DER.TAG.integer, isHigh ? Uint8Array.from([0, ...shortest]) : shortest);
}
