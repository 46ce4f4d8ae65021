import { ClarificationAnswer } from '#shared/protocol/requests.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { answerClarification } from './decide/discussion.ts';
import { readMarks } from './decide/reading.ts';
import { marksView, projectRows, projectView } from './project-view.ts';

export const scoringRoutes: Routes = (app, hub) => {
  const { spine, store } = hub;
  const readers = ['agency', 'supervisor', 'discipline'] as const;
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects',
      summary: 'Projects and where they stand',
      access: readers,
      charge: 'narrowed',
    },
    ({ session }) => projectRows(store, session),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id',
      summary: 'One project with its evaluation',
      access: readers,
      charge: 'project',
    },
    ({ param, session }) => projectView(hub, param('id'), session),
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/marks',
      summary: 'Every mark of every sheet, after the reveal; each reading is recorded',
      access: ['supervisor', 'discipline'],
      charge: 'project',
    },
    async ({ param, actor }) => {
      const marks = await marksView(store, param('id'));
      await spine.do(plan(readMarks, { project: param('id') }), actor);
      return marks;
    },
  );
  route(
    app,
    {
      method: 'POST',
      url: '/api/projects/:id/clarifications/:clarification',
      summary: "Hand in a bidder's written answer to a clarification",
      access: ['agency'],
      body: ClarificationAnswer,
    },
    async ({ param, body, actor }) => {
      const input = { project: param('id'), id: param('clarification'), answer: body.answer };
      await spine.do(plan(answerClarification, input), actor);
    },
  );
};
