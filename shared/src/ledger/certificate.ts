/**
 * The witness certificate of a project (见证书), `kawei/certificate@1`: entries of the ledger with the proof that
 * each is in the tree of a signed checkpoint, and the time at which that checkpoint existed.
 */
import { type Static, Type } from 'typebox';
import { base64Of, bytesOfBase64 } from '../canonical/index.ts';
import { Base64, closed, Id, Instant } from '../protocol/primitives.ts';
import { readStatement } from '../protocol/statements.ts';
import { verifyTimeStamp } from '../signature/time-stamp.ts';
import { type Check, checked } from '../verification/check.ts';
import { type Checkpoint, checkpointSignedBy, parseCheckpoint } from './checkpoint.ts';
import { cosignatureChecks, quorumCheck, type WitnessTrust } from './cosignature.ts';
import { leafBytes, leafHash, payloadDigest } from './leaf.ts';
import { parseNote, parseVerifierKey } from './note.ts';
import { verifyInclusion } from './proofs.ts';

const CertificateEntry = Type.Object(
  {
    index: Type.Integer({ minimum: 0 }),
    leaf: Base64,
    proof: Type.Array(Base64, { maxItems: 64 }),
    /** Disclosed together with its salt, or not at all. */
    payload: Type.Optional(Type.Object({})),
    salt: Type.Optional(Base64),
  },
  closed,
);
export type CertificateEntry = Static<typeof CertificateEntry>;

export const Certificate = Type.Object(
  {
    format: Type.Literal('kawei/certificate@1'),
    project: Id,
    issuedAt: Instant,
    entries: Type.Array(CertificateEntry, { minItems: 1, maxItems: 1_000_000 }),
    /** Signed note (C2SP tlog-checkpoint). */
    checkpoint: Type.String({ maxLength: 65_536 }),
    /** Verifier key of the ledger. */
    key: Type.String({ maxLength: 1000 }),
    /** Verifier keys of the witnesses that have cosigned the checkpoint, as the issuer names them. */
    witnesses: Type.Optional(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 100 })),
    /** RFC 3161 response over the checkpoint's note. */
    timestamp: Base64,
  },
  closed,
);
export type Certificate = Static<typeof Certificate>;

/** A leaf as it is written in the ledger. */
const LeafForm = Type.Object(
  {
    at: Instant,
    digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    seq: Type.Integer({ minimum: 0 }),
    subject: Type.String(),
    type: Type.String(),
  },
  closed,
);

/** What a reader of a certificate has from elsewhere. */
export interface CertificateTrust {
  /** DER certificates a time-stamp may chain to. */
  readonly anchors: readonly Uint8Array[];
  /** Verifier key of the ledger. */
  readonly key?: string | undefined;
  /** Verifier keys of witnesses, and how many of them must have cosigned. */
  readonly witnesses?: WitnessTrust;
}

/** Checks a certificate of the right form from itself alone and what the reader trusts. */
export async function verifyCertificate(
  certificate: Certificate,
  { anchors, key, witnesses }: CertificateTrust,
): Promise<Check[]> {
  const note = certificate.checkpoint;
  const signed = await checked(
    { zh: '检查点由账本密钥签名', en: 'the checkpoint is signed by the key of the ledger' },
    'checkpoint',
    () =>
      (key === undefined || key === certificate.key) &&
      checkpointSignedBy(note, parseVerifierKey(certificate.key)) !== null,
  );
  const stamped = await checked(
    {
      zh: '检查点在时间戳所示时刻已经存在，签发时间即此时刻',
      en: 'the checkpoint existed at the time of its time-stamp, which is that of issue',
    },
    'timestamp',
    async () => {
      const tsr = bytesOfBase64(certificate.timestamp);
      const { time } = await verifyTimeStamp({ tsr, data: new TextEncoder().encode(note), anchors });
      return time.toISOString() === certificate.issuedAt;
    },
  );
  const cosigned = await cosignatureChecks(note, certificate.witnesses ?? []);
  if (witnesses) cosigned.push(await quorumCheck(note, witnesses));
  if (!signed.holds) return [signed, stamped, ...cosigned];
  const checkpoint = parseCheckpoint(parseNote(note).text);
  const entries: Check[] = [];
  for (const [n, entry] of certificate.entries.entries()) {
    const before = certificate.entries[n - 1];
    entries.push(
      ...(await entryChecks(entry, { before, checkpoint, project: certificate.project }, `entries[${n}]`)),
    );
  }
  return [signed, stamped, ...cosigned, ...entries];
}

/**
 * Whether an entry is about a project: itself, its panel, or the draw of its sites. `P-1` is not what `P-10` is
 * called, and no id has a `#`.
 */
export function isAbout(subject: string, project: string): boolean {
  const draws = [project, `${project}~sites`].map((about) => `draw/${about}#`);
  return subject === `project/${project}` || draws.some((draw) => subject.startsWith(draw));
}

/** The draw of a hall's seats is about experts of many projects: it stands in the certificate of each. */
function isSeatDraw({ type }: { readonly type: string }, payload: unknown): boolean {
  const { transcript } = (payload ?? {}) as { transcript?: { input?: { kind?: unknown } } };
  return type === 'draw.completed' && transcript?.input?.kind === 'seats';
}

async function entryChecks(
  entry: CertificateEntry,
  {
    before,
    checkpoint: { size, root },
    project,
  }: {
    readonly before: CertificateEntry | undefined;
    readonly checkpoint: Checkpoint;
    readonly project: string;
  },
  place: string,
): Promise<Check[]> {
  const bytes = bytesOfBase64(entry.leaf);
  const included = await checked(
    {
      zh: `第 ${entry.index} 条记录在账本中，且属于本项目`,
      en: `entry ${entry.index} is in the ledger, and about this project`,
    },
    place,
    () => {
      const leaf = readStatement(LeafForm, new TextDecoder('utf-8').decode(bytes));
      const proof = entry.proof.map(bytesOfBase64);
      const inOrder = before === undefined || before.index < entry.index;
      const whole = [entry.leaf, ...entry.proof].every((text) => base64Of(bytesOfBase64(text)) === text);
      return (
        whole &&
        inOrder &&
        leaf.seq === entry.index &&
        (isAbout(leaf.subject, project) || isSeatDraw(leaf, entry.payload)) &&
        leafBytes(leaf).length === bytes.length &&
        verifyInclusion({ leafHash: leafHash(bytes), index: entry.index, size, proof, root })
      );
    },
  );
  if (entry.payload === undefined && entry.salt === undefined) return [included];
  const disclosed = await checked(
    {
      zh: `第 ${entry.index} 条记录公开的内容与账本一致`,
      en: `what is disclosed of entry ${entry.index} is what was recorded`,
    },
    place,
    () => {
      const { digest } = readStatement(LeafForm, new TextDecoder('utf-8').decode(bytes));
      const { salt, payload } = entry;
      if (salt === undefined || payload === undefined || base64Of(bytesOfBase64(salt)) !== salt) return false;
      return digestOrNull(bytesOfBase64(salt), payload) === digest;
    },
  );
  return [included, disclosed];
}

/** Null for what has no canonical form, which nobody can have recorded. */
function digestOrNull(salt: Uint8Array, payload: unknown): string | null {
  try {
    return payloadDigest(salt, payload);
  } catch {
    return null;
  }
}
