/** That a certificate leaves nothing of its project out: the ledger beside it tells what there is. */
import { type Certificate, isAbout } from '../ledger/certificate.ts';
import { type Check, checked } from './check.ts';
import type { Folder } from './folder.ts';
import { leavesIn } from './ledger-export.ts';
import { leafIn, type Recorded } from './recorded.ts';

/** What the other files of the evidence are compared with: an entry of these kinds that stays closed hides something. */
const told: ReadonlySet<unknown> = new Set([
  'project.entered',
  'project.revised',
  'draw.completed',
  'sheet.signed',
  'report.drawn-up',
  'consent.signed',
  'report.sealed',
]);

/** `ledger` holds, as its own checks have found. */
export function wholeRecordCheck(
  certificate: Certificate,
  ledger: Folder,
  { seatDraws }: Pick<Recorded, 'seatDraws'>,
): Promise<Check> {
  // Certificates of before the seal told of the seats' draws may have their pledges closed.
  const isTold = (type: unknown) => told.has(type) || (type === 'pledge.signed' && seatDraws !== null);
  return checked(
    {
      zh: '账本中本项目的记录一条不少，须公开的都已公开',
      en: 'no entry of the project is left out, and what has to be disclosed is',
    },
    'certificate.json, ledger/tile/entries',
    () => {
      const given = new Map(certificate.entries.map((entry) => [entry.index, entry]));
      let index = 0;
      for (const leaf of leavesIn(ledger)) {
        const { subject, type } = leafIn(leaf);
        const entry = given.get(index++);
        if (!isAbout(String(subject), certificate.project)) continue;
        if (!entry || (isTold(type) && entry.payload === undefined)) return false;
      }
      return true;
    },
  );
}
