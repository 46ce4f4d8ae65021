/**
 * The signing key of this workstation, with which its site countersigns frozen inputs (docs/draw.md, part 1): made in
 * this browser and kept in it. On a secure connection not even the page can read the private key.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesOfHex, hexOf } from '#shared/canonical/index.ts';
import { freezeMessage, keyMessage } from '#shared/draw/countersignature.ts';

/** As it lies in the browser's database. Bytes where the browser keeps no keys: not on a plain-http address. */
interface Kept {
  readonly site: string;
  readonly key: string;
  readonly secret: CryptoKey | Uint8Array;
}

export interface SigningKey {
  readonly site: string;
  /** Public key, 32 bytes in hex. */
  readonly key: string;
  /** Whether the private key cannot be read out of the browser. */
  readonly sealed: boolean;
  /** Signature in hex. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<string>;
}

const STORE = 'signing-keys';

/** The key this browser holds for a site; null where it has none. */
export async function heldKey(site: string): Promise<SigningKey | null> {
  const kept = await inStore<Kept | undefined>('readonly', (store) => store.get(site));
  return kept ? signerOf(kept) : null;
}

/** Makes a key in the place of any this browser had for the site, and keeps it. */
export async function makeKey(site: string): Promise<SigningKey> {
  const kept = (await sealedKey(site)) ?? plainKey(site);
  await inStore('readwrite', (store) => store.put(kept));
  return signerOf(kept);
}

/** Body of POST /api/site-keys. */
export async function registrationOf(own: SigningKey, label: string) {
  return { key: own.key, label, proof: await own.sign(bytes(keyMessage(own.site, own.key))) };
}

/** Body of POST /api/draws/:drawId/countersign. */
export async function countersignatureOf(
  own: SigningKey,
  { drawId, inputDigest }: { drawId: string; inputDigest: string },
) {
  return { key: own.key, signature: await own.sign(bytes(freezeMessage(drawId, inputDigest, own.site))) };
}

/** Null where the browser has no such keys, or not on this connection. */
async function sealedKey(site: string): Promise<Kept | null> {
  if (!crypto.subtle) return null;
  try {
    const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
    const key = hexOf(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
    return { site, key, secret: pair.privateKey };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
    throw error;
  }
}

function plainKey(site: string): Kept {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return { site, key: hexOf(ed25519.getPublicKey(secret)), secret };
}

function signerOf({ site, key, secret }: Kept): SigningKey {
  if (secret instanceof Uint8Array)
    return { site, key, sealed: false, sign: async (message) => hexOf(ed25519.sign(message, secret)) };
  const sign = async (message: Uint8Array<ArrayBuffer>) =>
    hexOf(new Uint8Array(await crypto.subtle.sign('Ed25519', secret, message)));
  return { site, key, sealed: true, sign };
}

const bytes = (message: Uint8Array): Uint8Array<ArrayBuffer> => bytesOfHex(hexOf(message)) as never;

/** One act on the browser's database, settled once it is kept. */
async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T> | IDBRequest,
): Promise<T> {
  const opening = indexedDB.open('kawei', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'site' });
  const database = await settled(opening);
  try {
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [value] = await Promise.all([settled(act(transaction.objectStore(STORE))), done]);
    return value as T;
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
