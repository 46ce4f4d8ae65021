/** Statements in the evidence: each with the expert's signature, and the time-stamp over it. */
import { type Static, type TSchema, Type } from 'typebox';
import { Refusal } from '../catalogue/refusal.ts';
import { ConsentStatement, PledgeStatement, readStatement } from '../protocol/statements.ts';
import { Sheet } from '../scoring/sheet.ts';
import { vouchingForPeople } from '../signature/hub-root.ts';
import type { RevocationLists } from '../signature/revocation.ts';
import type { Issued } from '../signature/revocation-list.ts';
import { verifyTimeStamp } from '../signature/time-stamp.ts';
import { type Authority, openCms, verifySignature } from '../signature/verify.ts';
import { type Check, checked } from './check.ts';
import { fileNameOf } from './file-names.ts';
import { bytesAt, type Folder, textAt } from './folder.ts';
import { revocationCheck } from './revocation.ts';

type Purpose = 'sheet' | 'pledge' | 'consent';

/** Where each kind of statement lies; only pledges carry no time-stamp. */
export const statementFolders: Readonly<
  Record<string, { purpose: Purpose; form: TSchema; stamped: boolean }>
> = {
  sheets: { purpose: 'sheet', form: Sheet, stamped: true },
  'sheets/earlier': { purpose: 'sheet', form: Sheet, stamped: true },
  pledges: { purpose: 'pledge', form: PledgeStatement, stamped: false },
  consents: { purpose: 'consent', form: ConsentStatement, stamped: true },
};

/** What every signed statement says of its place. */
const Place = Type.Object({
  project: Type.String(),
  expert: Type.String(),
  seat: Type.String(),
  booth: Type.String(),
  version: Type.Optional(Type.Integer()),
});

/** Paths of the statements of one folder, without signatures and time-stamps. */
export function statementsIn(folder: Folder, name: string): string[] {
  return folder.paths.filter(
    (path) => /^[^/]+\.json$/.test(path.slice(name.length + 1)) && path.startsWith(`${name}/`),
  );
}

/** What the statements of a folder are judged by. */
export interface Judging {
  readonly project: string;
  /** What time-stamps may chain to. */
  readonly anchors: readonly Uint8Array[];
  /** The authorities that may vouch for experts, where the reader names them; else all anchors may, but for a hub's root. */
  readonly expertAnchors?: readonly Uint8Array[] | undefined;
  /** Revocation lists; null where there are none. */
  readonly lists: RevocationLists | null;
  /** When the ledger has recorded each pledge, which carries no time-stamp. */
  readonly pledged: readonly Date[];
}

export async function verifyStatements(folder: Folder, judging: Judging): Promise<Check[]> {
  const checks: Check[] = [];
  const keys = new Map<string, Set<string>>();
  const authorities = new Map<string, Authority>();
  for (const [name, kind] of Object.entries(statementFolders)) {
    for (const path of statementsIn(folder, name)) {
      const stamped = kind.stamped ? await timeStampCheck(folder, path, judging.anchors) : null;
      const at = stamped ? stamped.time : recordedAt(claimedAt(folder, path), judging.pledged);
      const signed = await signatureCheck(folder, path, { ...kind, ...judging, at });
      checks.push(signed.check, ...(stamped ? [stamped.check] : []));
      if (judging.lists && signed.chain && at)
        checks.push(await revocationCheck(judging.lists, { chain: signed.chain, at, place: path }));
      if (signed.authority) authorities.set(signed.authority.fingerprint, signed.authority);
      if (signed.key) keys.set(signed.key, (keys.get(signed.key) ?? new Set()).add(signed.expert));
    }
  }
  const isNamed = judging.expertAnchors !== undefined;
  return [...checks, ...authoritiesCheck([...authorities.values()], isNamed), await keysCheck(keys)];
}

const PLACES = 'sheets, pledges, consents';

/**
 * Who vouches for the experts: whoever holds an authority's key can sign in the name of any of them, and only a reader
 * can say which ones are known to be no friends of the hub. None where no signature holds, which its own check says.
 */
function authoritiesCheck(authorities: readonly Authority[], isNamed: boolean): Check[] {
  if (authorities.length === 0) return [];
  const names = authorities.map(
    ({ name, fingerprint }) => `${name || '—'} (SHA-256 ${fingerprint.slice(0, 16)}…)`,
  );
  const text = {
    zh: `专家的证书由这些机构签发：${names.join('、')}${isNamed ? '' : '。请确认您认识它们'}`,
    en: `experts are vouched for by ${names.join(', ')}${isNamed ? '' : ': make sure that you know them'}`,
  };
  return [{ holds: true, place: PLACES, text }];
}

/** A key that signs in the name of two is not each one's own. */
function keysCheck(keys: ReadonlyMap<string, ReadonlySet<string>>): Promise<Check> {
  const text = { zh: '每位专家用各自的 Key 签名', en: 'each expert has signed with a key of their own' };
  return checked(text, PLACES, () => [...keys.values()].every((experts) => experts.size === 1));
}

interface SignatureFound {
  readonly check: Check;
  readonly chain: readonly Issued[] | null;
  /** Fingerprint of the signer's certificate; null where the signature does not hold. */
  readonly key: string | null;
  readonly authority: Authority | null;
  readonly expert: string;
}

/** `at`: when the signature was there at the latest, by the time-stamp or the ledger; the time it claims itself is the booth's word. */
async function signatureCheck(
  folder: Folder,
  path: string,
  {
    purpose,
    form,
    project,
    anchors,
    expertAnchors,
    at,
  }: Judging & { purpose: Purpose; form: TSchema; at: Date | null },
): Promise<SignatureFound> {
  const text = {
    zh: '专家本人的签名有效，且绑定本项目、席位和终端',
    en: 'the expert’s signature holds, bound to project, seat and booth',
  };
  let found: Omit<SignatureFound, 'check'> = { chain: null, key: null, authority: null, expert: '' };
  const check = await checked(text, path, async () => {
    const statement = readStatement(form, textAt(folder, path)) as Static<typeof Place>;
    const cms = bytesAt(folder, `${path}.p7s`);
    const { expert, seat, booth, version } = statement;
    const binding = { purpose, project, expert, seat, booth, ...(version === undefined ? {} : { version }) };
    const { chain, signer, authority } = await verifySignature({
      ...{ cms, content: bytesAt(folder, path), binding },
      anchors: vouchingForPeople(expertAnchors ?? anchors),
      at: at ?? openCms(cms).signingTime ?? new Date(0),
    });
    found = { chain, key: signer.fingerprint, authority, expert };
    return statement.project === project && path.endsWith(`/${nameOf(statement, path)}.json`);
  });
  return { check, ...found };
}

/** What the signature itself says; null where it cannot be read, as its own check says. */
function claimedAt(folder: Folder, path: string): Date | null {
  try {
    return openCms(bytesAt(folder, `${path}.p7s`)).signingTime;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Under which name a statement lies: its expert's; sheets that do not count have their version behind it. */
function nameOf({ expert, version }: Static<typeof Place>, path: string): string {
  const name = fileNameOf(expert);
  return path.startsWith('sheets/earlier/') ? `${name}-${version}` : name;
}

async function timeStampCheck(
  folder: Folder,
  path: string,
  anchors: readonly Uint8Array[],
): Promise<{ check: Check; time: Date | null }> {
  const text = { zh: '签名加盖了时间戳', en: 'the signature carries a time-stamp' };
  let time: Date | null = null;
  const check = await checked(text, `${path}.tsr`, async () => {
    const [tsr, data] = [bytesAt(folder, `${path}.tsr`), bytesAt(folder, `${path}.p7s`)];
    ({ time } = await verifyTimeStamp({ tsr, data, anchors }));
  });
  return { check, time };
}

/** Of the times at which a pledge was recorded the first that is not before the one it claims itself. */
function recordedAt(claimed: Date | null, pledged: readonly Date[]): Date | null {
  if (!claimed) return null;
  const times = [...pledged].sort((a, b) => a.getTime() - b.getTime());
  return times.find((time) => time >= claimed) ?? times.at(-1) ?? claimed;
}
