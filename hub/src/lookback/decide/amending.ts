import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import { type MarkSheet, objectiveDifferences, type Sheet } from '#shared/scoring/sheet.ts';
import type { Command } from '../../ledger/command.ts';
import { about } from '../../scoring/advance.ts';
import { checkBinding, type SignedSheet } from '../../scoring/decide/signing.ts';
import { sheetFaults } from '../../scoring/marks.ts';
import { type Evaluation, validBidders } from '../../scoring/reads.ts';
import { whoIs } from '../../scoring/scene.ts';
import { closing, concluded, type FlagScene, loadFlagScene } from './round.ts';

/**
 * Takes a new signed sheet of an expert with open flags. Only marks of flagged bidders may differ from the sheet
 * in force; every flag whose mark or sum has changed is answered by it.
 */
export const amendSheet: Command<SignedSheet, FlagScene, null> = {
  name: 'amend-sheet',
  load: (db, _input, actor) => loadFlagScene(db, actor),
  decide(scene, input) {
    const { evaluation, me, project, flags, sheets } = scene;
    if (evaluation.stage !== 'lookback') throw new Refusal('LOOKBACK_NOT_NOW');
    const mine = flags.filter((flag) => flag.expert === me.expert && flag.state === 'open');
    if (mine.length === 0) throw new Refusal('AMEND_NO_FLAG');
    checkBinding(scene, input);
    const before = sheets.find((sheet) => sheet.expert === me.expert);
    if (!before) throw new Error('a revealed sheet is missing');
    const others = sheets.filter((sheet) => sheet !== before);
    const faults = amendmentFaults(scene, input.sheet, others);
    if (faults.length > 0) throw new Refusal('AMEND_FAULTS', { count: faults.length }, faults);
    const changed = changedCells(project, evaluation, before, input.sheet);
    if (changed.length === 0) throw new Refusal('AMEND_UNCHANGED');
    const stray = changed.find(({ bidder }) => !mine.some((flag) => flag.bidder === bidder));
    if (stray) throw new Refusal('AMEND_UNFLAGGED', { bidder: stray.bidder });
    const who = whoIs(scene);
    const { version } = input.sheet;
    const { content, cms, tsr } = input;
    const answered = mine.filter(
      (flag) => valueAt(project, before, flag) !== valueAt(project, input.sheet, flag),
    );
    const events = [
      about(project.id, 'sheet.signed', { ...who, version, content, cms, tsr }),
      ...answered.map((flag) =>
        about(project.id, 'flag.amended', {
          ...who,
          flag: flag.id,
          after: valueAt(project, input.sheet, flag),
          version,
        }),
      ),
      ...answered.map((flag) => closing(scene, flag, 'amended')),
    ];
    return { events: concluded(scene, events), answer: null };
  },
};

function amendmentFaults(
  { project, evaluation }: FlagScene,
  sheet: Sheet,
  others: readonly MarkSheet[],
): Fault[] {
  const valid = validBidders(evaluation);
  const surplus = Object.keys(sheet.marks).filter((bidder) => !valid.includes(bidder));
  const faults = [
    ...surplus.map(
      (bidder): Fault => ({ code: 'MARK_BIDDER', place: `marks.${bidder}`, values: { bidder } }),
    ),
    ...sheetFaults(project, valid, sheet),
  ];
  if (faults.length > 0) return faults;
  return objectiveDifferences(project, [...others, sheet], valid).map(
    ({ bidder, item }): Fault => ({
      code: 'MARK_DIFFERS',
      place: `marks.${bidder}.${item}`,
      values: { bidder, item },
    }),
  );
}

function changedCells(project: Project, evaluation: Evaluation, before: Sheet, after: Sheet) {
  return validBidders(evaluation).flatMap((bidder) =>
    project.items
      .filter((item) => before.marks[bidder]?.[item.id] !== after.marks[bidder]?.[item.id])
      .map((item) => ({ bidder, item: item.id })),
  );
}

/** The mark a flag is about, or for a flag on a bidder the sum of the subjective items. */
function valueAt(
  project: Project,
  sheet: Sheet,
  { bidder, item }: Pick<LookbackFlag, 'bidder' | 'item'>,
): number {
  const items = project.items.filter((one) => (item === null ? one.kind === 'subjective' : one.id === item));
  return items.reduce((sum, one) => sum + (sheet.marks[bidder]?.[one.id] ?? 0), 0);
}
