import type { Question } from '#shared/draw/fairness-report.ts';
import type { FairnessQuestionView, FairnessView } from '#shared/protocol/fairness.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { openAnswers } from '../invitations/reads.ts';
import { tellError } from '../ledger/tell-error.ts';
import { findExpert } from '../pool/reads.ts';
import type { Db } from '../store/database.ts';
import type { Known } from './desk.ts';
import { openDraws } from './reads.ts';

/** Each look works over all draws. */
const LOOKS = { max: 30, timeWindow: 60_000 };

export const fairnessRoutes: Routes = (app, { store, fairnessDesk }) => {
  route(
    app,
    {
      method: 'GET',
      url: '/api/fairness',
      summary: 'Were the draws fair: panels whose names are known',
      access: ['supervisor', 'discipline'],
      charge: 'whole', // chance is judged over all draws together
      rateLimit: LOOKS,
    },
    async (): Promise<FairnessView> => {
      const draws = await openDraws(store);
      return viewOf(store, await fairnessDesk.report(draws, await openAnswers(store), tellError));
    },
  );
};

/** Names of those alone who were on one of these panels: the others are in the pool, and sealed. */
async function viewOf(
  db: Db,
  { report, people, pending }: Known & { readonly pending: number },
): Promise<FairnessView> {
  const known = new Map(people.map((one) => [one.person, one]));
  const question = async ({ tested, flagged, rows }: Question): Promise<FairnessQuestionView> => ({
    ...{ tested, flagged },
    rows: await Promise.all(
      rows.map(async ({ who, times, happened, expected, corrected, flagged: marked }) => ({
        ...{ times, happened, expected, corrected, flagged: marked },
        who: await Promise.all(
          who.map(async (person) => {
            const one = known.get(person);
            const name = one?.drawn ? ((await findExpert(db, person))?.name ?? null) : null;
            return { code: one?.code ?? '', name };
          }),
        ),
      })),
    ),
  });
  const { falseAlarm, draws, estimated, replays, drawn, meetings, refusals } = report;
  return {
    ...{ falseAlarm, draws, pending, estimated, replays },
    drawn: await question(drawn),
    meetings: await question(meetings),
    refusals: refusals && (await question(refusals)),
  };
}
