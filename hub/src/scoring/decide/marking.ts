import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Project } from '#shared/projects/project.ts';
import { markFault } from '#shared/scoring/sheet.ts';
import type { Actor, Command } from '../../ledger/command.ts';
import type { Db } from '../../store/database.ts';
import { about, settle } from '../advance.ts';
import { type ExpertSheet, sheetFaults } from '../marks.ts';
import { draftSheets } from '../reads.ts';
import { loadScene, type Scene, whoIs } from '../scene.ts';
import { validBidders } from '../state.ts';

/** Saves one mark as it is given, or takes it back (null). Private to its expert. */
export const draftMark: Command<{ bidder: string; item: string; mark: number | null }, Scene, null> = {
  name: 'draft-mark',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene, { bidder, item, mark }) {
    const { evaluation, me, project } = scene;
    if (evaluation.stage !== 'marking') throw new Refusal('MARKING_NOT_NOW');
    if (me.readyAt) throw new Refusal('MARKING_READY');
    if (!validBidders(evaluation).includes(bidder)) throw new Refusal('MARK_BIDDER', { bidder });
    checkMark(project, bidder, item, mark);
    const drafted = { project: project.id, expert: me.expert, bidder, item, mark };
    return { events: [about(project.id, 'mark.drafted', drafted)], answer: null };
  },
};

/** A scene with the marks of every current member, as the hub holds them. */
export interface MarkedScene extends Scene {
  readonly sheets: readonly ExpertSheet[];
}

export async function loadMarkedScene(db: Db, actor: Actor): Promise<MarkedScene> {
  const scene = await loadScene(db, actor);
  return { ...scene, sheets: await draftSheets(db, scene.evaluation) };
}

/**
 * "My marks are complete." Refuses a sheet with any fault, all listed; the last one opens the signing when the
 * objective items agree, and sends everybody back to them when they do not.
 */
export const finishMarking: Command<null, MarkedScene, null> = {
  name: 'finish-marking',
  load: (db, _input, actor) => loadMarkedScene(db, actor),
  decide(scene, _input, { at }) {
    const { evaluation, me, project, sheets } = scene;
    if (evaluation.stage !== 'marking') throw new Refusal('MARKING_NOT_NOW');
    if (me.readyAt) throw new Refusal('MARKING_READY');
    const faults = sheetFaults(project, validBidders(evaluation), ownSheet(scene));
    if (faults.length > 0) throw new Refusal('READY_FAULTS', { count: faults.length }, faults);
    const ready = about(project.id, 'marks.ready', whoIs(scene));
    return { events: settle(evaluation, [ready], { project, at, sheets }), answer: null };
  },
};

/** Back to marking, before the signing has opened. */
export const reopenMarking: Command<null, Scene, null> = {
  name: 'reopen-marking',
  load: (db, _input, actor) => loadScene(db, actor),
  decide(scene) {
    const { evaluation, me, project } = scene;
    if (evaluation.stage !== 'marking') throw new Refusal('MARKING_NOT_NOW');
    if (!me.readyAt) throw new Refusal('UNREADY_NOT_READY');
    return { events: [about(project.id, 'marks.unready', whoIs(scene))], answer: null };
  },
};

/** The acting expert's own marks among those loaded. */
export function ownSheet({ me, sheets }: Pick<MarkedScene, 'me' | 'sheets'>): ExpertSheet {
  const own = sheets.find((sheet) => sheet.expert === me.expert);
  if (!own) throw new Error('the marks of the acting expert were not loaded');
  return own;
}

function checkMark(project: Project, bidder: string, item: string, mark: number | null): void {
  const found = project.items.find((one) => one.id === item);
  if (!found) throw new Refusal('MARK_ITEM', { item });
  const fault = mark === null ? null : markFault(bidder, found, mark);
  if (fault) throw new Refusal(fault.code, fault.values);
}
