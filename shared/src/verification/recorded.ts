/** What a certificate discloses of a project's entries: the words the files of the evidence must agree with. */
import { type Static, Type } from 'typebox';
import { bytesOfBase64, sha256Hex } from '../canonical/index.ts';
import type { Certificate } from '../ledger/certificate.ts';
import { BidderResult } from '../protocol/evaluation.ts';
import { fits } from '../protocol/parse.ts';
import { fileNameOf } from './file-names.ts';

/** A signature as its event has it; a pledge carries no time-stamp. */
export interface RecordedSignature {
  readonly content: string;
  readonly cms: string;
  readonly tsr: string | null;
}

/** Which folders hold what, and by which event it was recorded. */
const signatures = { sheets: 'sheet.signed', consents: 'consent.signed', pledges: 'pledge.signed' } as const;

export interface Recorded {
  /** The project as last entered. */
  readonly project: unknown;
  /** Digest of the sealed report. */
  readonly reportFile: string | null;
  /** Digest of the report's words, as the seal repeats it. */
  readonly sealedDigest: string | null;
  /** Digest of the revocation lists in force at the seal. */
  readonly crl: string | null;
  /** What the report says that was last drawn up; null where none can be read. */
  readonly report: RecordedReport | null;
  /** What consents sign: the digest of the report's words. */
  readonly reportDigest: string;
  /** When each pledge was recorded. */
  readonly pledged: readonly Date[];
  /** Every signature of a kind; null where not all are disclosed, as pledges in older certificates. */
  readonly signed: Readonly<Record<keyof typeof signatures, readonly RecordedSignature[] | null>>;
  /** Experts on record as signing neither the report nor a dissent. */
  readonly refused: readonly string[];
  /** Ids of the draws of the experts' seats; null where the seal does not tell them, and certificates did not have them. */
  readonly seatDraws: readonly string[] | null;
  readonly transcripts: readonly { readonly file: string; readonly transcript: unknown }[];
}

const RecordedFlag = Type.Object({
  id: Type.String(),
  expert: Type.String(),
  bidder: Type.String(),
  item: Type.Union([Type.String(), Type.Null()]),
  explanation: Type.Union([Type.String(), Type.Null()]),
});
/** Of the report's words those that other files repeat. */
const RecordedReport = Type.Object({
  project: Type.Unknown(),
  panel: Type.Array(Type.Object({ expert: Type.String(), ticket: Type.String() })),
  replaced: Type.Array(Type.Unknown()),
  sheets: Type.Array(Type.Object({ expert: Type.String(), digest: Type.String() })),
  result: Type.Array(BidderResult),
  struck: Type.Array(Type.Unknown()),
  flags: Type.Array(RecordedFlag),
  entry: Type.Array(Type.Unknown()),
});
export type RecordedReport = Static<typeof RecordedReport>;

interface Entry {
  readonly type: unknown;
  readonly at: unknown;
  /** Null where it is not disclosed. */
  readonly payload: Readonly<Record<string, unknown>> | null;
}

/** Reads what is disclosed; that it is what was recorded is the affair of the certificate's own checks. */
export function recordOf(certificate: Certificate): Recorded {
  const entries = certificate.entries.map(({ leaf, payload }): Entry => {
    const { type, at } = leafIn(leaf);
    return { type, at, payload: (payload ?? null) as Entry['payload'] };
  });
  const last = (...types: string[]) =>
    entries.findLast(({ type, payload }) => payload && types.includes(String(type)))?.payload ?? {};
  const of = (type: string) => entries.filter((entry) => entry.type === type);
  const { file, crl, digest, seatDraws } = last('report.sealed');
  const content = String(last('report.drawn-up').content);
  return {
    project: last('project.entered', 'project.revised').document ?? null,
    reportFile: typeof file === 'string' ? file : null,
    sealedDigest: typeof digest === 'string' ? digest : null,
    crl: typeof crl === 'string' ? crl : null,
    report: reportIn(content),
    reportDigest: sha256Hex(content),
    pledged: of('pledge.signed').map(({ at }) => new Date(String(at))),
    signed: {
      sheets: signedIn(of(signatures.sheets)),
      consents: signedIn(of(signatures.consents)),
      pledges: signedIn(of(signatures.pledges)),
    },
    refused: of('consent.refused').map(({ payload }) => String(payload?.expert)),
    seatDraws: Array.isArray(seatDraws) ? seatDraws.map(String) : null,
    transcripts: of('draw.completed').flatMap(({ payload }) =>
      payload
        ? [{ file: `draws/${fileNameOf(String(payload.drawId))}.json`, transcript: payload.transcript }]
        : [],
    ),
  };
}

/** What is public of an entry; nothing of a leaf that cannot be read: the entry's own check says so. */
export function leafIn(leaf: string | Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const bytes = typeof leaf === 'string' ? bytesOfBase64(leaf) : leaf;
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function signedIn(entries: readonly Entry[]): RecordedSignature[] | null {
  if (entries.some(({ payload }) => payload === null)) return null;
  return entries.map(({ payload }) => ({
    content: String(payload?.content),
    cms: String(payload?.cms),
    tsr: typeof payload?.tsr === 'string' ? payload.tsr : null,
  }));
}

function reportIn(content: string): RecordedReport | null {
  try {
    const report: unknown = JSON.parse(content);
    return fits(RecordedReport, report) ? (report as RecordedReport) : null;
  } catch {
    return null;
  }
}

/** The explanations of flags as `result.json` has them. */
export function explanationsOf(flags: RecordedReport['flags']) {
  return flags
    .filter(({ explanation }) => explanation !== null)
    .map(({ id: flag, expert, bidder, item, explanation: text }) => ({ flag, expert, bidder, item, text }));
}
