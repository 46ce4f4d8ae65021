import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';
import { plan } from '../ledger/command.ts';
import { findProject, mayRead } from '../projects/reads.ts';
import { issueCertificate } from './certificate.ts';
import { recordReading } from './decide.ts';
import { zipEvidence } from './evidence.ts';
import { reportOf } from './reads.ts';
import { readSealed } from './sealing.ts';

export const reportsRoutes: Routes = (app, hub) => {
  const { spine, store } = hub;
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/report.pdf',
      summary: 'The sealed report; each reading is recorded',
      access: ['agency', 'supervisor', 'discipline'],
      charge: 'project',
    },
    async ({ param, session, actor }) => {
      const project = param('id');
      const found = await findProject(store, project);
      const report = found && mayRead(found, session) ? await reportOf(store, project) : null;
      const pdf = report && (await readSealed(hub, report));
      if (!pdf) throw new Refusal('REPORT_NOT_SEALED');
      await spine.do(plan(recordReading, { project, what: '评标报告' }), actor);
      return download(pdf, 'application/pdf', `${project}-report.pdf`);
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/certificate.json',
      summary: 'The witness certificate; each issue is recorded',
      access: ['agency', 'supervisor', 'discipline'],
      charge: 'project',
    },
    async ({ param, session, actor }) => {
      const project = param('id');
      const found = await findProject(store, project);
      if (!found || !mayRead(found, session)) throw new Refusal('REPORT_NOT_SEALED');
      const certificate = await issueCertificate(hub, project);
      await spine.do(plan(recordReading, { project, what: '见证书' }), actor);
      const bytes = Buffer.from(`${JSON.stringify(certificate, null, 2)}\n`);
      return download(bytes, 'application/json', `${project}-certificate.json`);
    },
  );
  route(
    app,
    {
      method: 'GET',
      url: '/api/projects/:id/evidence.zip',
      summary: 'The evidence folder; each reading is recorded',
      access: ['supervisor', 'discipline'],
      charge: 'project',
    },
    async ({ param, actor }) => {
      const project = param('id');
      const zip = await zipEvidence(hub, project, hub.now());
      await spine.do(plan(recordReading, { project, what: '证据文件夹' }), actor);
      return download(zip, 'application/zip', `${project}-evidence.zip`);
    },
  );
};

/** A file to be saved under a name; the server sends a Response as it is. */
function download(bytes: Buffer, type: string, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
}
