import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import type { Command } from '../../ledger/command.ts';
import { about, settle } from '../advance.ts';
import { forBidders, sheetFaults } from '../marks.ts';
import { type Scene, whoIs } from '../scene.ts';
import { validBidders } from '../state.ts';
import { loadMarkedScene, type MarkedScene, ownSheet } from './marking.ts';

/** A sheet whose signature, certificate chain and bound attributes have been verified, with its time-stamp. */
export interface SignedSheet {
  /** Whose key signed it. */
  readonly expert: string;
  readonly content: string;
  readonly sheet: Sheet;
  readonly cms: string;
  readonly tsr: string;
}

/**
 * Takes the first signed sheet of an expert: exactly the marks the hub holds, at this seat and booth. The last
 * one reveals the marks.
 */
export const signSheet: Command<SignedSheet, MarkedScene, null> = {
  name: 'sign-sheet',
  load: (db, _input, actor) => loadMarkedScene(db, actor),
  decide(scene, input, { at }) {
    const { evaluation, me, project, sheets } = scene;
    if (evaluation.stage !== 'signing') throw new Refusal('SIGN_NOT_NOW');
    if (me.signedAt) throw new Refusal('SIGN_DONE');
    checkBinding(scene, input);
    const valid = validBidders(evaluation);
    const own = ownSheet(scene);
    const faults = sheetFaults(project, valid, own);
    if (faults.length > 0) throw new Refusal('READY_FAULTS', { count: faults.length }, faults);
    if (!same(input.sheet.marks, forBidders(valid, own).marks)) {
      throw new Refusal('STATEMENT_MISMATCH', { field: 'marks' });
    }
    const { version } = input.sheet;
    const { content, cms, tsr } = input;
    const signed = about(project.id, 'sheet.signed', { ...whoIs(scene), version, content, cms, tsr });
    return { events: settle(evaluation, [signed], { project, at, sheets }), answer: null };
  },
};

/** Refuses a sheet that names anything but this project, expert, seat, booth, next version and own findings. */
export function checkBinding(scene: Scene, { expert, sheet }: SignedSheet): void {
  const { me, project, seat, booth } = scene;
  const expected: Record<string, unknown> = {
    project: project.id,
    expert: me.expert,
    ticket: me.ticket,
    seat,
    booth,
    version: me.version + 1,
    review: me.verdicts,
  };
  if (expert !== me.expert) throw new Refusal('STATEMENT_MISMATCH', { field: 'expert' });
  for (const [field, value] of Object.entries(expected)) {
    if (!same((sheet as unknown as Record<string, unknown>)[field], value)) {
      throw new Refusal('STATEMENT_MISMATCH', { field });
    }
  }
}

function same(a: unknown, b: unknown): boolean {
  return a !== undefined && isDeepStrictEqual(a, b);
}
