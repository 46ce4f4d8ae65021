/** Files that somebody hands over, verified for what they are. */
import { parseJson } from '../canonical/json-text.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { Certificate, verifyCertificate } from '../ledger/certificate.ts';
import type { WitnessTrust } from '../ledger/cosignature.ts';
import { verifyTlogProof } from '../ledger/tlog-proof.ts';
import { parse } from '../protocol/parse.ts';
import { SignedReadiness } from '../protocol/readiness.ts';
import { type Check, inertCheck } from './check.ts';
import { verifyEvidence } from './evidence.ts';
import { type Folder, textAt } from './folder.ts';
import { verifyLedgerExport } from './ledger-export.ts';
import { isReadiness, verifyReadiness } from './readiness.ts';
import type { GivenLists } from './revocation.ts';

export type Kind = 'evidence' | 'ledger' | 'certificate' | 'proof';

/** What the reader trusts from elsewhere. */
export interface Trust {
  /** What the reader names, which goes before anything that lies in a folder or beside a file. */
  readonly anchors?: readonly Uint8Array[] | undefined;
  readonly key?: string | undefined;
  /** The authorities that may vouch for experts, in place of `anchors`. */
  readonly expertAnchors?: readonly Uint8Array[] | undefined;
  /** For a certificate or a proof by itself, where the reader names nothing; asked for only then. */
  readonly beside: {
    /** DER certificates that a time-stamp may chain to. */
    anchors(): Promise<readonly Uint8Array[]>;
    /** The ledger's verifier key; null to take a certificate's own. */
    key(): Promise<string | null>;
  };
  /** Revocation lists of the experts' authorities, besides those of an evidence folder. */
  readonly lists?: readonly GivenLists[];
  /** Witnesses the reader trusts, and how many of them must have cosigned. */
  readonly witnesses?: WitnessTrust;
}

/** Says what the files are. Refuses NOTHING_TO_VERIFY. */
export function kindOf(folder: Folder): Kind {
  if (folder.paths.includes('project.json')) return 'evidence';
  if (folder.paths.includes('checkpoint')) return 'ledger';
  if (only(folder, '.tlog-proof')) return 'proof';
  if (only(folder, '.json')) return 'certificate';
  throw nothing(folder);
}

/** Every check of the files, in the order a reader would ask, fit to be shown wherever the files are from. */
export async function verifyFiles(folder: Folder, trust: Trust): Promise<Check[]> {
  return (await checksOf(folder, trust)).map(inertCheck);
}

async function checksOf(folder: Folder, trust: Trust): Promise<Check[]> {
  const kind = kindOf(folder);
  const { anchors, expertAnchors, key, lists = [] } = trust;
  const witnesses = trust.witnesses ? { witnesses: trust.witnesses } : {};
  if (kind === 'evidence')
    return verifyEvidence(folder, { anchors, expertAnchors, key, lists, ...witnesses });
  if (kind === 'ledger') return verifyLedgerExport(folder, { key, ...witnesses });
  const path = only(folder, kind === 'proof' ? '.tlog-proof' : '.json') ?? '';
  const checks = kind === 'proof' ? proofChecks(folder, path, trust) : certificateChecks(folder, path, trust);
  return [...(await checks), ...unlooked(folder, path)];
}

async function proofChecks(
  folder: Folder,
  path: string,
  { key, beside, witnesses }: Trust,
): Promise<Check[]> {
  const by = key ?? (await beside.key());
  if (by === null) throw new Refusal('LEDGER_KEY_NEEDED');
  return verifyTlogProof(textAt(folder, path), by, witnesses ? { witnesses } : {});
}

async function certificateChecks(folder: Folder, path: string, trust: Trust): Promise<Check[]> {
  // One that stands alone may be written with any spaces: nothing else refers to its bytes.
  const json = parseJson(path, textAt(folder, path));
  const anchors = async () => trust.anchors ?? (await trust.beside.anchors());
  if (isReadiness(json)) return verifyReadiness(parse(SignedReadiness, json), await anchors());
  const certificate = parse(Certificate, json);
  const key = trust.key ?? (await trust.beside.key()) ?? undefined;
  const witnesses = trust.witnesses ? { witnesses: trust.witnesses } : {};
  return verifyCertificate(certificate, { anchors: await anchors(), key, ...witnesses });
}

/** Files that lie with a certificate or a proof, and could be taken for verified along with it. */
function unlooked(folder: Folder, path: string): Check[] {
  return folder.paths
    .filter((other) => ![path, 'ca.pem', 'key'].includes(other))
    .map((place) => ({
      holds: false,
      place,
      text: {
        zh: '未核验的文件：只有完整的证据文件夹（含 project.json）才能连同其余文件一起核验',
        en: 'a file that was not looked at: only a whole evidence folder, with its project.json, is verified with all its files',
      },
    }));
}

/** The one file with this ending; null when there is none, or there are several. */
function only(folder: Folder, ending: string): string | null {
  const found = folder.paths.filter((path) => path.endsWith(ending));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function nothing(folder: Folder): Refusal {
  return new Refusal('NOTHING_TO_VERIFY', { file: folder.paths.slice(0, 3).join(', ') || '·' });
}
