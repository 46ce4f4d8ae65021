/** What a certificate discloses of a project's entries: the words the files of the evidence must agree with. */
import { bytesOfBase64 } from '../canonical/index.ts';
import type { Certificate } from '../ledger/certificate.ts';

export interface Recorded {
  /** The project as last entered. */
  readonly project: unknown;
  /** Digest of the sealed report. */
  readonly reportFile: string | null;
  /** Digest of the revocation lists in force at the seal. */
  readonly crl: string | null;
  /** When each pledge was recorded; what it says is not disclosed. */
  readonly pledged: readonly Date[];
  /** Flags, explanations and entry faults, as in `result.json`. */
  readonly lookback: { flags: unknown; explanations: unknown; entry: unknown };
  /** Texts of every signed sheet and consent. */
  readonly signed: readonly string[];
  readonly transcripts: readonly { readonly file: string; readonly transcript: unknown }[];
}

interface Flag {
  readonly id: string;
  readonly expert: string;
  readonly bidder: string;
  readonly item: string | null;
  readonly explanation: string | null;
}

/** Reads what is disclosed; that it is what was recorded is the affair of the certificate's own checks. */
export function recordOf(certificate: Certificate): Recorded {
  const events = certificate.entries.flatMap(({ leaf, payload }) => {
    const { type } = leafOf(leaf);
    return payload && type ? [{ type: String(type), payload: payload as Record<string, unknown> }] : [];
  });
  const last = (...types: string[]) => events.findLast(({ type }) => types.includes(type))?.payload ?? {};
  const all = (...types: string[]) =>
    events.filter(({ type }) => types.includes(type)).map(({ payload }) => payload);
  const content = contentOf(last('report.drawn-up').content);
  const { file, crl } = last('report.sealed');
  return {
    project: last('project.entered', 'project.revised').document ?? null,
    reportFile: typeof file === 'string' ? file : null,
    pledged: certificate.entries.flatMap(({ leaf }) => {
      const { type, at } = leafOf(leaf);
      return type === 'pledge.signed' ? [new Date(String(at))] : [];
    }),
    crl: typeof crl === 'string' ? crl : null,
    lookback: { flags: content.flags, explanations: explanationsOf(content.flags), entry: content.entry },
    signed: all('sheet.signed', 'consent.signed').map(({ content: text }) => String(text)),
    transcripts: all('draw.completed').map(({ drawId, transcript }) => {
      return { file: `draws/${String(drawId).replace(/[^A-Za-z0-9_.-]/g, '-')}.json`, transcript };
    }),
  };
}

/** Nothing of a leaf that cannot be read: the entry's own check says so. */
function leafOf(leaf: string): { readonly type?: unknown; readonly at?: unknown } {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOfBase64(leaf))) as { type?: unknown; at?: unknown };
  } catch {
    return {};
  }
}

function contentOf(text: unknown): { flags: readonly Flag[]; entry: unknown } {
  try {
    const { flags, entry } = JSON.parse(String(text)) as { flags: readonly Flag[]; entry: unknown };
    return { flags: Array.isArray(flags) ? flags : [], entry };
  } catch {
    return { flags: [], entry: [] };
  }
}

function explanationsOf(flags: readonly Flag[]) {
  return flags
    .filter(({ explanation }) => explanation !== null)
    .map(({ id: flag, expert, bidder, item, explanation: text }) => ({ flag, expert, bidder, item, text }));
}
