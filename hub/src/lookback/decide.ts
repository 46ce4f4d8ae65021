import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import { percentFlags } from '#shared/lookback/percent.ts';
import type { Project } from '#shared/projects/project.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import { type MarkSheet, objectiveDifferences, type Sheet } from '#shared/scoring/sheet.ts';
import type { Actor, Command, NewEvent } from '../ledger/command.ts';
import { about } from '../scoring/advance.ts';
import { checkBinding, type SignedSheet } from '../scoring/decide/signing.ts';
import { sheetFaults } from '../scoring/marks.ts';
import { type Evaluation, type MemberState, sheetsInForce, validBidders } from '../scoring/reads.ts';
import { loadEvaluation, loadScene, type Scene, whoIs } from '../scoring/scene.ts';
import type { Db } from '../store/database.ts';
import { flagsOf } from './reads.ts';

/** The revealed marks of a project. */
export interface Revealed {
  readonly project: Project;
  readonly evaluation: Evaluation;
  readonly sheets: readonly Sheet[];
}

/** Looks back on the revealed marks: flags each abnormal one, or closes at once when there is none. */
export const openLookback: Command<{ project: string }, Revealed, null> = {
  name: 'open-lookback',
  async load(db, { project: id }) {
    const { project, evaluation } = await loadEvaluation(db, id);
    return { project, evaluation, sheets: await sheetsInForce(db, evaluation) };
  },
  decide({ project, evaluation, sheets }) {
    const found = percentFlags(project, sheets, validBidders(evaluation));
    if (found.length === 0) return { events: [closed(project.id, 0)], answer: null };
    const events = found.map((flag, place) =>
      about(project.id, 'flag.raised', {
        project: project.id,
        expert: flag.expert,
        alias: aliasOf(evaluation.members, flag.expert),
        flag: `F${place + 1}`,
        bidder: flag.bidder,
        item: flag.item,
        direction: flag.direction,
        rule: flag.rule,
        text: { zh: flag.text.zh, en: flag.text.en },
        rankingWouldChange: flag.rankingWouldChange,
        before: flag.value,
      }),
    );
    return { events, answer: null };
  },
};

/** The scene of an expert who answers a flag: with every flag and every sheet in force. */
export interface FlagScene extends Scene {
  readonly flags: readonly LookbackFlag[];
  readonly sheets: readonly Sheet[];
}

async function loadFlagScene(db: Db, actor: Actor): Promise<FlagScene> {
  const scene = await loadScene(db, actor);
  const sheets = await sheetsInForce(db, scene.evaluation);
  return { ...scene, flags: await flagsOf(db, scene.project.id), sheets };
}

/** Keeps a flagged mark, with a written explanation. */
export const explainFlag: Command<{ flag: string; text: string }, FlagScene, null> = {
  name: 'explain-flag',
  load: (db, _input, actor) => loadFlagScene(db, actor),
  decide(scene, { flag, text }) {
    if (scene.evaluation.stage !== 'lookback') throw new Refusal('LOOKBACK_NOT_NOW');
    const found = scene.flags.find((one) => one.id === flag && one.expert === scene.me.expert);
    if (!found) throw new Refusal('FLAG_UNKNOWN', { flag });
    if (found.state !== 'open') throw new Refusal('FLAG_CLOSED', { flag });
    const explained = about(scene.project.id, 'flag.explained', { ...whoIs(scene), flag, text });
    return { events: [explained, ...closedBy(scene, [flag])], answer: null };
  },
};

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
      ...closedBy(
        scene,
        answered.map((flag) => flag.id),
      ),
    ];
    return { events, answer: null };
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

/** The end of the one round of the look-back, once these answers leave no flag open. */
function closedBy({ project, flags }: FlagScene, answered: readonly string[]): NewEvent[] {
  const open = flags.some((flag) => flag.state === 'open' && !answered.includes(flag.id));
  return open ? [] : [closed(project.id, flags.length)];
}

function closed(project: string, flags: number): NewEvent {
  return about(project, 'lookback.closed', { project, flags });
}

function aliasOf(members: readonly MemberState[], expert: string): string {
  return members.find((member) => member.expert === expert)?.alias ?? expert;
}
