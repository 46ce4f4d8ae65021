/** What the desk knows at this moment, of the projects in somebody's charge and in a period alone. */
import type { Charge } from '#shared/charge/charge.ts';
import type { HintRow, PairRow } from '#shared/protocol/look-back.ts';
import type { Hub } from '../gateway/hub.ts';
import { tellError } from '../ledger/tell-error.ts';
import { projectsInCharge } from '../projects/charge.ts';
import type { Looked } from './looking.ts';
import { pairRow } from './people.ts';
import { type Period, within } from './period.ts';
import { leaningsByPair } from './reads.ts';

export type Lists = Pick<Hub, 'store' | 'tendencyDesk'>;

/** Revealed projects, the latest first, with their hints; `pending`: how many still have to be read. */
export async function revealedNow(
  { store, tendencyDesk }: Lists,
  charge: Charge,
  period: Period = {},
): Promise<{ looked: Looked[]; pending: number; hints: HintRow[] }> {
  const inPeriod = within(period);
  const { hinted, pending } = await tendencyDesk.look(tellError);
  const shown = await projectsInCharge(store, charge);
  const isShown = (project: string) => shown === null || shown.has(project);
  const own = hinted.filter(({ looked }) => isShown(looked.project) && inPeriod(looked.at));
  return {
    looked: own.map(({ looked }) => looked),
    pending: pending.filter(isShown).length,
    hints: own.flatMap(({ hints }) => hints),
  };
}

/** Pairs over sealed projects, and over how many. A lead rests on all projects: a limited charge is not told of it. */
export async function pairsAmong(
  { store, tendencyDesk }: Lists,
  charge: Charge,
  period: Period,
): Promise<{ rows: PairRow[]; projects: number }> {
  const inPeriod = within(period);
  const { hinted } = await tendencyDesk.look(tellError);
  const shown = await projectsInCharge(store, charge);
  const takes = ({ project, at }: Looked) => (shown === null || shown.has(project)) && inPeriod(at);
  const { from = '', until = '' } = period;
  const figures = await tendencyDesk.figures({ name: JSON.stringify([charge, from, until]), takes });
  const leanings = charge === null ? await leaningsByPair(store) : new Map<string, string>();
  return {
    rows: figures.map((figure) => pairRow(figure, tendencyDesk, leanings)),
    projects: hinted.filter(({ looked }) => looked.sealed && takes(looked)).length,
  };
}
