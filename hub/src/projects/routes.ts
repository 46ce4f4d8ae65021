import { Type } from 'typebox';
import { refusalText } from '#shared/catalogue/refusal.ts';
import { type Project, projectWarnings } from '#shared/projects/project.ts';
import { closed } from '#shared/protocol/primitives.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { enterProject, freezeProject, reviseProject } from './decide.ts';

/** The document is checked by the room, so that faults of shape and of sense come in one list. */
const Body = Type.Object({ project: Type.Unknown() }, closed);

export const projectRoutes: Routes = (app, { spine }) => {
  const agency = ['agency'] as const;
  route(
    app,
    { method: 'POST', url: '/api/projects', summary: 'Enter a project', access: agency, body: Body },
    async ({ body, actor }) => {
      const { project } = await spine.do(plan(enterProject, { document: body.project }), actor);
      return { project, warnings: warningsOf(body.project) };
    },
  );
  route(
    app,
    { method: 'PUT', url: '/api/projects/:id', summary: 'Revise a draft', access: agency, body: Body },
    async ({ body, param, actor }) => {
      await spine.do(plan(reviseProject, { project: param('id'), document: body.project }), actor);
      return { project: param('id'), warnings: warningsOf(body.project) };
    },
  );
  route(
    app,
    { method: 'POST', url: '/api/projects/:id/freeze', summary: 'Freeze a project', access: agency },
    ({ param, actor }) => spine.do(plan(freezeProject, { project: param('id') }), actor),
  );
};

function warningsOf(document: unknown) {
  return projectWarnings(document as Project).map(({ code, place, values }) => ({
    place,
    message: refusalText(code, values),
  }));
}
