/** The verification itself, as the page runs it. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { readAnchors } from '#shared/signature/certificates.ts';
import type { Check } from '#shared/verification/check.ts';
import { type Kind, kindOf, verifyFiles } from '#shared/verification/files.ts';
import { type ChosenFiles, readChosen } from './chosen-files.ts';

export interface Verified {
  readonly kind: Kind;
  /**
   * Where what is trusted came from; of a whole folder, whether its ledger is this centre's or a stranger's, where that
   * can be asked.
   */
  readonly trust: 'inside' | 'ledger' | 'centre' | 'stranger' | 'own' | 'hub';
  readonly checks: readonly Check[];
}

/** Checks of the same kind, with every place each was made at. */
export interface CheckGroup {
  readonly text: Text;
  readonly checks: readonly Check[];
}

/** Verifies what was chosen; throws the Refusal where it is nothing that can be verified. */
export async function verifyChosen(files: readonly File[]): Promise<Verified> {
  const chosen = await readChosen(files);
  const kind = kindOf(chosen.folder);
  const checks = await verifyFiles(chosen.folder, {
    beside: {
      anchors: async () => readAnchors(await trusted(chosen, 'ca.pem')),
      key: async () => (await trusted(chosen, 'key')).trim(),
    },
  });
  if (kind === 'evidence') return { kind, trust: (await ledgerOf(chosen, 'ledger/key')) ?? 'inside', checks };
  if (kind === 'ledger') return { kind, trust: (await ledgerOf(chosen, 'key')) ?? 'ledger', checks };
  const own = chosen.beside['ca.pem'] !== null || chosen.beside.key !== null;
  return { kind, trust: own ? 'own' : 'hub', checks };
}

/** Whether a ledger's key is the one this centre publishes: all else could be made up under a key of one's own. */
async function ledgerOf({ folder }: ChosenFiles, path: string): Promise<'centre' | 'stranger' | null> {
  const published = await publishedHere('key');
  const own = new TextDecoder().decode(folder.read(path) ?? new Uint8Array());
  return published === null ? null : own.trim() === published.trim() ? 'centre' : 'stranger';
}

/** What was chosen along, else what this centre publishes: the one thing that is fetched, and nothing is sent. */
async function trusted({ beside }: ChosenFiles, name: 'ca.pem' | 'key'): Promise<string> {
  const own = beside[name];
  if (own !== null) return own;
  const published = await publishedHere(name);
  if (published === null) throw new Refusal('TRUST_UNREACHABLE');
  return published;
}

/** Null without a network. */
async function publishedHere(name: 'ca.pem' | 'key'): Promise<string | null> {
  try {
    const response = await fetch(`/ledger/${name}`);
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** Groups checks that ask the same, those that fail first. A number in the text is the place's, not the kind's. */
export function grouped(checks: readonly Check[]): CheckGroup[] {
  const groups = new Map<string, Check[]>();
  for (const check of checks) {
    const kind = `${check.holds} ${check.text.en.replace(/\d+/g, '#')}`;
    groups.set(kind, [...(groups.get(kind) ?? []), check]);
  }
  return [...groups.values()]
    .map((members) => ({ text: textOf(members), checks: members }))
    .sort((a, b) => Number(a.checks[0]?.holds) - Number(b.checks[0]?.holds));
}

function textOf([first, ...others]: readonly Check[]): Text {
  const { zh, en } = first?.text ?? { zh: '', en: '' };
  if (others.length === 0) return { zh, en };
  return { zh: zh.replace(/第 \d+ 条/, '每条'), en: en.replace(/entry \d+/, 'each entry') };
}
