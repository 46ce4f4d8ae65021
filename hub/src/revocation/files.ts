/** The files of revocation lists, as they lie there: DER or PEM, with the certificates of those who sign them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { KnownCertificate } from '#shared/signature/certificates.ts';
import { readListFile } from '#shared/signature/list-file.ts';
import type { RevocationList } from '#shared/signature/revocation-list.ts';
import { orUnreadable } from '../readable.ts';

/** Something of a file that is not taken, and why. */
export interface Trouble {
  readonly file: string;
  readonly refusal: Refusal;
}

export interface FoundLists {
  readonly lists: readonly { readonly file: string; readonly list: RevocationList }[];
  readonly certificates: readonly KnownCertificate[];
  readonly troubles: readonly Trouble[];
}

/** What tells whether anything has changed since: of each file its name, number, size and time. Refuses FILE_UNREADABLE. */
export function stampOf(place: string): string {
  return filesAt(place)
    .map((file) => {
      const { ino, size, mtimeMs } = orUnreadable(file, () => statSync(file));
      return `${file} ${ino} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

/** Reads the file, or every file of the folder. `known`: lists that were read before, by their digests. */
export function readLists(place: string, known: ReadonlyMap<string, RevocationList>): FoundLists {
  const lists: { file: string; list: RevocationList }[] = [];
  const certificates: KnownCertificate[] = [];
  const troubles: Trouble[] = [];
  for (const file of filesAt(place)) {
    try {
      const bytes = orUnreadable(file, () => readFileSync(file));
      const found = readListFile(basename(file), bytes, known);
      lists.push(...found.lists.map((list) => ({ file, list })));
      certificates.push(...found.certificates);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      troubles.push({ file, refusal: error });
    }
  }
  if (lists.length === 0 && troubles.length === 0)
    troubles.push({ file: place, refusal: new Refusal('CRL_NONE', { file: basename(place) }) });
  return { lists, certificates, troubles };
}

/** Hidden files and drafts of whoever writes there are passed over. */
function filesAt(place: string): string[] {
  if (!orUnreadable(place, () => statSync(place)).isDirectory()) return [place];
  return orUnreadable(place, () => readdirSync(place, { withFileTypes: true }))
    .filter((one) => !one.isDirectory() && !/^\.|\.(part|tmp|txt|md)$|~$/.test(one.name))
    .map(({ name }) => join(place, name))
    .sort();
}
