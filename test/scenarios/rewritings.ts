/** What an operator of a hub could make of an evaluation, each true as far as hub and ledger vouch for it. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import { ticketOf } from '#shared/draw/panel.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import type { EvidenceTrust } from '#shared/verification/evidence.ts';
import { DishonestHub, type Forger, signAgain, type Written } from './dishonest-hub.ts';
import { countAgain, type Files, jsonOf, namesIn, removeFolder, write } from './tampering.ts';

type Report = {
  panel: { expert: string; ticket: string }[];
  sheets: { expert: string; digest: string }[];
  result: { id: string }[];
  candidates: string[];
} & Record<string, unknown>;

const last = (entries: readonly Written[], type: string) =>
  entries.findLast((entry) => entry.type === type && entry.certified);

/** Has the report say something else, and the seal with it; gives the digest that consents would sign. */
function report(entries: readonly Written[], change: (report: Report) => void): string {
  const drawnUp = last(entries, 'report.drawn-up')?.payload ?? {};
  const words = JSON.parse(String(drawnUp.content)) as Report;
  change(words);
  const content = canonicalText(words);
  const digest = sha256Hex(content);
  Object.assign(drawnUp, { content, digest });
  Object.assign(last(entries, 'report.sealed')?.payload ?? {}, { digest });
  return digest;
}

/** The last bidder gets all marks from everybody, and every signature is another's. */
function decideAnew(files: Files, entries: readonly Written[], forger: Forger): void {
  const { items } = jsonOf<{ items: { id: string; max: number }[] }>(files, 'project.json');
  const winner = jsonOf<{ bidders: { id: string }[] }>(files, 'result.json').bidders.at(-1)?.id ?? '';
  const full = Object.fromEntries(items.map(({ id, max }) => [id, max]));
  const none = Object.fromEntries(items.map(({ id }) => [id, 0]));
  signAgain(files, entries, 'pledges', forger);
  signAgain(files, entries, 'sheets', forger, (sheet) => ({
    ...sheet,
    marks: Object.fromEntries(
      Object.keys((sheet as unknown as Sheet).marks).map((bidder) => [
        bidder,
        bidder === winner ? full : none,
      ]),
    ),
  }));
  countAgain(files, { flags: [], explanations: [] });
  const { bidders, struck } = jsonOf<{ bidders: { id: string }[]; struck: string[] }>(files, 'result.json');
  if (bidders[0]?.id !== winner) throw new Error('another wins');
  const sheets = new Map(
    namesIn(files, 'sheets').map((path) => [jsonOf<Sheet>(files, path).expert, files.get(path)]),
  );
  const reportDigest = report(entries, (words) => {
    for (const sheet of words.sheets) sheet.digest = sha256Hex(sheets.get(sheet.expert) ?? '');
    const named = bidders.map((bidder) => ({
      ...words.result.find(({ id }) => id === bidder.id),
      ...bidder,
    }));
    Object.assign(words, { result: named, struck, flags: [], candidates: [winner] });
  });
  signAgain(files, entries, 'consents', forger, (consent) => ({ ...consent, reportDigest }));
}

const consentsIn = (entries: readonly Written[]) =>
  entries.filter(({ type, payload }) => type === 'consent.signed' && payload);

function removeConsents(files: Files, entries: Written[]): void {
  removeFolder(files, 'consents');
  for (const entry of consentsIn(entries)) entries.splice(entries.indexOf(entry), 1);
}

/** Everybody is said to have signed neither the report nor a dissent: whatever it says, nobody has signed that. */
function refuseConsents(files: Files, entries: Written[]): void {
  removeFolder(files, 'consents');
  for (const entry of consentsIn(entries)) {
    const { project, expert, alias } = entry.payload ?? {};
    Object.assign(entry, { type: 'consent.refused', payload: { project, expert, alias } });
  }
}

/** Each with the words of the check that finds it out. */
export const rewritings: Readonly<
  Record<string, readonly [string, (files: Files, entries: Written[], hub: DishonestHub) => void]>
> = {
  'the hub’s own seal has signed for every expert': [
    'the expert’s signature holds',
    (files, entries, hub) => decideAnew(files, entries, hub.seal),
  ],
  'nobody has signed the report': ['a position on the report', removeConsents],
  'one sheet is left out of the count': [
    'have a sheet that counts',
    (files, entries) => {
      const [gone = ''] = namesIn(files, 'sheets');
      const { expert, version } = jsonOf<Sheet>(files, gone);
      for (const ending of ['', '.p7s', '.tsr']) {
        files.set(
          `sheets/earlier/${expert}-${version}.json${ending}`,
          files.get(gone + ending) ?? new Uint8Array(),
        );
        files.delete(gone + ending);
      }
      countAgain(files, { flags: [], explanations: [] });
      const { bidders, struck } = jsonOf<{ bidders: { id: string }[]; struck: unknown }>(
        files,
        'result.json',
      );
      report(entries, (words) => {
        const result = bidders.map((bidder) => ({
          ...words.result.find(({ id }) => id === bidder.id),
          ...bidder,
        }));
        const sheets = words.sheets.filter((sheet) => sheet.expert !== expert);
        Object.assign(words, { sheets, result, struck, flags: [] });
      });
      refuseConsents(files, entries);
    },
  ],
  'somebody sits on the panel whom the draw did not choose': [
    'the panel is of one draw',
    (files, entries) => {
      const path = namesIn(files, 'draws').find(
        (name) => jsonOf<Transcript>(files, name).input.kind === 'panel',
      );
      const { input, seed } = jsonOf<Transcript>(files, path ?? '');
      report(entries, (words) => {
        const candidates = input.kind === 'panel' ? input.candidates.map(({ id }) => id) : [];
        const other = candidates.find((id) => !words.panel.some(({ expert }) => expert === id)) ?? '';
        const [first] = words.panel;
        if (first) Object.assign(first, { expert: other, ticket: ticketOf(seed, other) });
      });
      refuseConsents(files, entries);
    },
  ],
  'the project is another than the report’s': [
    'this is what the ledger has recorded',
    (files, entries) => {
      const project = { ...jsonOf<object>(files, 'project.json'), title: '另一个项目' };
      write(files, 'project.json', project);
      const entered = last(entries, 'project.revised') ?? last(entries, 'project.entered');
      Object.assign(entered?.payload ?? {}, { document: project });
    },
  ],
  'another draw of seats is shown': [
    'those that the seal tells',
    (_files, entries) => {
      Object.assign(last(entries, 'report.sealed')?.payload ?? {}, { seatDraws: ['H9-20260101-1#1'] });
    },
  ],
};

/** Makes a hub in a directory that its operator runs dishonestly. */
export const openDishonestHub = (directory: string) =>
  DishonestHub.at(join(mkdtempSync(join(directory, 'dishonest-')), 'identity'));

/** As records were sealed before the seal told of the draws of the seats. */
export function sealedBefore(files: Files, hub: DishonestHub): EvidenceTrust {
  return hub.rewrite(files, (entries) => {
    const { payload } = last(entries, 'report.sealed') ?? {};
    delete payload?.seatDraws;
  });
}
