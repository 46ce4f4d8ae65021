/**
 * A hub whose operator writes an evaluation anew afterwards: with the keys of the ledger, of its time-stamps and of its
 * seal, and without those of the experts. What the reader trusts is this hub, and the experts' authority.
 */
import { sign } from 'node:crypto';
import { type LogKey, openLogKey } from '#hub/ledger/log-key.ts';
import { type HubIdentity, openIdentity } from '#hub/reports/identity.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { base64Of, bytesOfBase64, canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import type { Certificate } from '#shared/ledger/certificate.ts';
import { checkpointText } from '#shared/ledger/checkpoint.ts';
import { type Leaf, leafBytes, leafHash, payloadDigest } from '#shared/ledger/leaf.ts';
import { nodeHash } from '#shared/ledger/proofs.ts';
import { TILE_WIDTH, tilePath, tilesOf } from '#shared/ledger/tiles.ts';
import { KnownCertificate, pemOf, readCertificates } from '#shared/signature/certificates.ts';
import { HUB_ROOT } from '#shared/signature/hub-root.ts';
import { type Binding, prepareSignature } from '#shared/signature/verify.ts';
import type { EvidenceTrust } from '#shared/verification/evidence.ts';
import { leavesIn } from '#shared/verification/ledger-export.ts';
import { type Files, jsonOf, textOf, write } from './tampering.ts';

/** An entry of the ledger as the operator may change it. */
export interface Written {
  type: string;
  subject: string;
  at: string;
  digest: string;
  /** Where the certificate has it, and discloses it. */
  payload?: Record<string, unknown>;
  salt?: string;
  certified: boolean;
}

/** How somebody signs in the name of an expert. */
export type Forger = (purpose: Binding['purpose'], statement: Record<string, unknown>) => Uint8Array;

const SIGNED = { sheets: 'sheet', consents: 'consent', pledges: 'pledge' } as const;

export class DishonestHub {
  readonly #identity: HubIdentity;
  readonly #key: LogKey;
  readonly #stamps = new Map<string, Uint8Array>();

  private constructor(identity: HubIdentity, key: LogKey) {
    this.#identity = identity;
    this.#key = key;
  }

  static async at(directory: string): Promise<DishonestHub> {
    const identity = await openIdentity(directory, new Date());
    return new DishonestHub(identity, openLogKey(directory, 'dishonest.invalid/ledger'));
  }

  /** Signs with the key that seals reports, whose certificate chains to the hub's own root. */
  readonly seal: Forger = (purpose, statement) => {
    const { key, certificate } = this.#identity.seal;
    const { project, expert, seat, booth, version } = statement as Record<string, string> & {
      version?: number;
    };
    const prepared = prepareSignature({
      content: new TextEncoder().encode(canonicalText(statement)),
      certificates: [certificate],
      binding: {
        ...{ purpose, project: project ?? '', expert: expert ?? '', seat: seat ?? '', booth: booth ?? '' },
        ...(version === undefined ? {} : { version }),
      },
      signingTime: new Date(),
    });
    return prepared.assemble(sign('sha256', prepared.toBeSigned, key));
  };

  /** Changes the record, and writes certificate, ledger and time-stamps around it; gives whom the reader trusts. */
  rewrite(files: Files, change: (entries: Written[]) => void, origin = this.#key.origin): EvidenceTrust {
    const entries = entriesOf(files);
    change(entries);
    for (const path of [...files.keys()].filter((name) => name.endsWith('.tsr')))
      files.set(path, this.#stamp(files.get(path.replace('.tsr', '.p7s')) ?? new Uint8Array()));
    for (const { payload } of entries)
      if (payload?.tsr) payload.tsr = base64Of(this.#stamp(bytesOfBase64(String(payload.cms))));
    const roots = readCertificates(textOf(files.get('ca.pem'))).filter(
      (root) => KnownCertificate.read(root).facts.name !== HUB_ROOT,
    );
    const anchors = [...roots, this.#identity.root];
    files.set('ca.pem', new TextEncoder().encode(anchors.map(pemOf).join('')));
    this.#writeLedger(files, entries, origin);
    return { anchors, key: this.#key.verifierKey };
  }

  #stamp(data: Uint8Array): Uint8Array {
    const digest = sha256Hex(data);
    const stamp = this.#stamps.get(digest) ?? issueTimeStamp(this.#identity, data, new Date());
    this.#stamps.set(digest, stamp);
    return stamp;
  }

  #writeLedger(files: Files, entries: readonly Written[], origin: string): void {
    const leaves = entries.map((entry, seq) => leafBytes(leafOf(entry, seq)));
    const hashes = leaves.map(leafHash);
    for (const path of [...files.keys()]) if (path.startsWith('ledger/')) files.delete(path);
    for (const tile of tilesOf(leaves.length)) {
      const [start, end] = [tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width];
      const parts =
        tile.level === 'entries'
          ? leaves.slice(start, end).flatMap((leaf) => [Uint8Array.of(leaf.length >> 8, leaf.length), leaf])
          : hashesAt(hashes, tile.level).slice(start, end);
      files.set(`ledger/${tilePath(tile)}`, new Uint8Array(Buffer.concat(parts)));
    }
    const size = leaves.length;
    const checkpoint = this.#key.signNote(checkpointText({ origin, size, root: rootOf(hashes) }));
    files.set('ledger/key', new TextEncoder().encode(`${this.#key.verifierKey}\n`));
    files.set('ledger/checkpoint', new TextEncoder().encode(checkpoint));
    const at = new Date(Math.floor(Date.now() / 1000) * 1000);
    const { witnesses: _, ...before } = jsonOf<Certificate>(files, 'certificate.json');
    const certificate: Certificate = {
      ...before,
      issuedAt: at.toISOString(),
      entries: entries.flatMap(({ certified, payload, salt }, index) => {
        const proof = proofOf(hashes, index).map(base64Of);
        const proved = { index, leaf: base64Of(leaves[index] ?? new Uint8Array()), proof };
        return certified ? [{ ...proved, ...(payload && salt ? { payload, salt } : {}) }] : [];
      }),
      checkpoint,
      key: this.#key.verifierKey,
      timestamp: base64Of(issueTimeStamp(this.#identity, new TextEncoder().encode(checkpoint), at)),
    };
    write(files, 'certificate.json', certificate);
  }
}

/** Every statement of a folder as `change` has it, signed by somebody else, in the files and in the record. */
export function signAgain(
  files: Files,
  entries: readonly Written[],
  name: keyof typeof SIGNED,
  forger: Forger,
  change: (statement: Record<string, unknown>) => Record<string, unknown> = (same) => same,
): void {
  for (const path of [...files.keys()].filter(
    (path) => path.startsWith(`${name}/`) && path.endsWith('.json'),
  )) {
    const before = textOf(files.get(path));
    const statement = change(JSON.parse(before) as Record<string, unknown>);
    const [content, cms] = [canonicalText(statement), forger(SIGNED[name], statement)];
    files.set(path, new TextEncoder().encode(content));
    files.set(`${path}.p7s`, cms);
    const entry = entries.find(({ payload }) => payload?.content === before);
    if (entry?.payload) Object.assign(entry.payload, { content, cms: base64Of(cms) });
  }
}

function entriesOf(files: Files): Written[] {
  const ledger = {
    paths: [],
    read: (path: string) => files.get(`ledger/${path}`) ?? null,
  };
  const given = new Map(
    jsonOf<Certificate>(files, 'certificate.json').entries.map((one) => [one.index, one]),
  );
  return [...leavesIn(ledger)].map((bytes, index): Written => {
    const { type, subject, at, digest } = JSON.parse(textOf(bytes)) as Leaf;
    const { payload, salt } = given.get(index) ?? {};
    return {
      ...{ type, subject, at, digest, certified: given.has(index) },
      ...(payload && salt ? { payload: payload as Record<string, unknown>, salt } : {}),
    };
  });
}

function leafOf({ type, subject, at, digest, payload, salt }: Written, seq: number): Leaf {
  const told = payload && salt ? payloadDigest(bytesOfBase64(salt), payload) : digest;
  return { type, subject, at, seq, digest: told };
}

/** Hashes of a level of tiles: each is the root of 256 of the level below. */
function hashesAt(leaves: readonly Uint8Array[], level: number): Uint8Array[] {
  if (level === 0) return [...leaves];
  const below = hashesAt(leaves, level - 1);
  const full = Math.floor(below.length / TILE_WIDTH);
  return Array.from({ length: full }, (_, n) => rootOf(below.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH)));
}

/** RFC 6962 §2.1. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0] ?? new Uint8Array();
  const split = splitOf(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

/** RFC 6962 §2.1.1. */
function proofOf(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  if (hashes.length === 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split
    ? [...proofOf(left, index), rootOf(right)]
    : [...proofOf(right, index - split), rootOf(left)];
}

/** The largest power of two below. */
const splitOf = (count: number) => 2 ** (Math.ceil(Math.log2(count)) - 1);
