/** The revocation lists in an evidence folder, or given along with it. */
import { sha256Hex } from '../canonical/index.ts';
import { KnownCertificate } from '../signature/certificates.ts';
import { type ListFile, readListFile } from '../signature/list-file.ts';
import { minuteOf, RevocationLists, requireListTrusted, type TrustedList } from '../signature/revocation.ts';
import type { Issued } from '../signature/revocation-list.ts';
import { type Check, checked } from './check.ts';
import { bytesAt, type Folder } from './folder.ts';

/** Where the lists lie that were in force when the report was sealed. */
export const LISTS = 'crl.pem';

/** Lists that the reader brings along: a file's name and what is in it, in PEM or DER. */
export interface GivenLists {
  readonly place: string;
  readonly bytes: Uint8Array;
}

export interface JudgedLists {
  /** By which signatures are judged; null where there are none. */
  readonly lists: RevocationLists | null;
  readonly checks: readonly Check[];
}

/**
 * The lists of a folder, which are there and unchanged exactly where the ledger has recorded them (`recorded`, their
 * digest), and those that are given; each signed by its authority.
 */
export async function revocationLists(
  folder: Folder,
  recorded: string | null,
  given: readonly GivenLists[],
  anchors: readonly Uint8Array[],
): Promise<JudgedLists> {
  const checks: Check[] = [];
  const files: GivenLists[] = [...given];
  if (recorded !== null || folder.paths.includes(LISTS)) {
    const text = { zh: '与账本记录的内容一致', en: 'this is what the ledger has recorded' };
    const same = await checked(text, LISTS, () => sha256Hex(bytesAt(folder, LISTS)) === recorded);
    checks.push(same);
    if (same.holds) files.push({ place: LISTS, bytes: bytesAt(folder, LISTS) });
  }
  const trusted: TrustedList[] = [];
  for (const file of files) checks.push(...(await checksOf(file, anchors, trusted)));
  return { checks, lists: files.length === 0 ? null : new RevocationLists(trusted) };
}

/** That a file is whole, and each of its lists signed; those that are go to `trusted`. */
async function checksOf(
  { place, bytes }: GivenLists,
  anchors: readonly Uint8Array[],
  trusted: TrustedList[],
): Promise<Check[]> {
  let read: ListFile = { lists: [], certificates: [] };
  const whole = { zh: '文件完整，格式正确', en: 'the file is whole and well formed' };
  const form = await checked(whole, place, () => {
    read = readListFile(place, bytes);
  });
  const roots = anchors.map((der) => KnownCertificate.read(der));
  const signed = read.lists.map((list) => {
    const asOf = minuteOf(list.thisUpdate);
    const text = {
      zh: `“${list.authority}”截至 ${asOf} 的吊销列表由受信任的机构签发`,
      en: `the revocation list of "${list.authority}" as of ${asOf} is signed by a trusted authority`,
    };
    return checked(text, place, async () => {
      trusted.push(await requireListTrusted(list, read.certificates, roots));
    });
  });
  return [form, ...(await Promise.all(signed))];
}

/** That no certificate of a chain was revoked at `at`; where no list covers one, that this was not looked up. */
export function revocationCheck(
  lists: RevocationLists,
  { chain, at, place }: { readonly chain: readonly Issued[]; readonly at: Date; readonly place: string },
): Promise<Check> {
  const [unknown] = lists.undetermined(chain);
  const none = unknown && {
    zh: `没有“${unknown.authority}”的吊销列表，是否已吊销未核对`,
    en: `there is no revocation list of "${unknown.authority}": whether it has revoked was not checked`,
  };
  const good = { zh: '签名时证书未被吊销', en: 'no certificate was revoked when this was signed' };
  return checked(none ?? good, place, () => lists.requireGood(chain, at));
}
