/** Files that somebody hands over, verified for what they are. */
import { Refusal } from '../catalogue/refusal.ts';
import { Certificate, verifyCertificate } from '../ledger/certificate.ts';
import type { WitnessTrust } from '../ledger/cosignature.ts';
import { verifyTlogProof } from '../ledger/tlog-proof.ts';
import { parse } from '../protocol/parse.ts';
import { SignedReadiness } from '../protocol/readiness.ts';
import type { Check } from './check.ts';
import { verifyEvidence } from './evidence.ts';
import { type Folder, textAt } from './folder.ts';
import { verifyLedgerExport } from './ledger-export.ts';
import { isReadiness, verifyReadiness } from './readiness.ts';
import type { GivenLists } from './revocation.ts';

export type Kind = 'evidence' | 'ledger' | 'certificate' | 'proof';

/** What the reader trusts from elsewhere: asked for only where the files need it. */
export interface Trust {
  /** DER certificates that a time-stamp may chain to. */
  anchors(): Promise<readonly Uint8Array[]>;
  /** The ledger's verifier key; null to take a certificate's own. */
  key(): Promise<string | null>;
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

/** Every check of the files, in the order a reader would ask. */
export async function verifyFiles(folder: Folder, trust: Trust): Promise<Check[]> {
  const kind = kindOf(folder);
  const witnesses = trust.witnesses ? { witnesses: trust.witnesses } : {};
  if (kind === 'evidence') return verifyEvidence(folder, { ...witnesses, lists: trust.lists ?? [] });
  if (kind === 'ledger') return verifyLedgerExport(folder, witnesses);
  if (kind === 'proof') {
    const key = await trust.key();
    if (key === null) throw new Refusal('LEDGER_KEY_NEEDED');
    return verifyTlogProof(textAt(folder, only(folder, '.tlog-proof') ?? ''), key);
  }
  const path = only(folder, '.json') ?? '';
  const json = looseJson(folder, path);
  if (isReadiness(json)) return verifyReadiness(parse(SignedReadiness, json), await trust.anchors());
  const certificate = parse(Certificate, json);
  const key = await trust.key();
  const anchors = await trust.anchors();
  return verifyCertificate(certificate, { anchors, ...witnesses, ...(key === null ? {} : { key }) });
}

/** The one file with this ending; null when there is none, or there are several. */
function only(folder: Folder, ending: string): string | null {
  const found = folder.paths.filter((path) => path.endsWith(ending));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A certificate that stands alone may be written with any spaces: nothing else refers to its bytes. */
function looseJson(folder: Folder, path: string): unknown {
  try {
    return JSON.parse(textAt(folder, path));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('FILE_NOT_JSON', { file: path });
  }
}

function nothing(folder: Folder): Refusal {
  return new Refusal('NOTHING_TO_VERIFY', { file: folder.paths.slice(0, 3).join(', ') || '·' });
}
