/** The list of witnesses, as an administrator writes it: a line each, `VERIFIERKEY URL [SITE]`. */
import { readFileSync } from 'node:fs';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { majority, parseWitnessKey } from '#shared/ledger/cosignature.ts';
import type { VerifierKey } from '#shared/ledger/note.ts';
import { isSame } from '#shared/signature/der.ts';
import { orUnreadable } from '../readable.ts';

export interface Witness {
  readonly name: string;
  readonly verifierKey: string;
  readonly key: VerifierKey;
  /** Where it is asked, without a slash at the end. */
  readonly url: string;
  /** The site it stands for; null for one of no site. */
  readonly site: string | null;
}

/** Reads the file; '' is no witness at all. Refuses FILE_UNREADABLE, and WITNESS_LINE by the line's number. */
export function readWitnesses(file: string): Witness[] {
  if (file === '') return [];
  const text = orUnreadable(file, () => readFileSync(file, 'utf8'));
  const found: Witness[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const witness = readLine(line.trim().split(/\s+/));
    if (!witness || found.some((other) => isOne(other, witness)))
      throw new Refusal('WITNESS_LINE', { file, line: index + 1 });
    found.push(witness);
  }
  return found;
}

/** Whether two lines are one witness, which would count twice: a cosignature is the same under any name. */
function isOne(one: Witness, other: Witness): boolean {
  return one.name === other.name || one.url === other.url || isSame(one.key.publicKey, other.key.publicKey);
}

function readLine([verifierKey = '', url = '', site, ...more]: readonly string[]): Witness | null {
  try {
    const key = parseWitnessKey(verifierKey);
    const { protocol, href } = new URL(url);
    if (more.length > 0 || !/^https?:$/.test(protocol)) return null;
    return { name: key.name, verifierKey, key, url: href.replace(/\/$/, ''), site: site ?? null };
  } catch {
    return null;
  }
}

/** Witnesses that count for a project of these sites: those of its sites, and those of no site. */
export function witnessesFor(witnesses: readonly Witness[], sites: readonly string[]): Witness[] {
  return witnesses.filter(({ site }) => site === null || sites.includes(site));
}

/** How many of them must have cosigned: as set, else more than half. */
export function quorumOf(counted: readonly Witness[], setting: string): number {
  return setting === '' ? majority(counted.length) : Number(setting);
}
