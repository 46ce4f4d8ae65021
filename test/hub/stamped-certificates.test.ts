/** Certificates that another authority time-stamps: while it answers, while it does not, and when it ends. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, type NewEvent, type Planned } from '#hub/ledger/command.ts';
import { checkData } from '#hub/recovery/backup.ts';
import { issueCertificate } from '#hub/reports/certificate.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { startStamping } from '#hub/stamps/stamping.ts';
import { verifyCertificate } from '#shared/ledger/certificate.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { freshPostgres } from '#test/databases/place.ts';
import { until } from '#test/demo/staff.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import {
  type AuthorityServer,
  honestly,
  OpensslAuthority,
  serveAuthority,
} from '#test/simulators/time-authority/authority.ts';

let directory: string;
let authority: OpensslAuthority;
let ending: OpensslAuthority;
let server: AuthorityServer;
let running: RunningHub;
let runs = 0;
let database: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-stamped-'));
  authority = new OpensslAuthority(join(directory, 'authority'));
  ending = new OpensslAuthority(join(directory, 'ending'), { days: 20 });
  server = await serveAuthority(honestly(authority));
});
afterAll(async () => {
  await server?.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  runs += 1;
  database = await freshPostgres();
  server.answer = honestly(authority);
  await start();
});
afterEach(() => running?.close());

const settings = (root = authority.root) =>
  readSettings({
    KAWEI_DATA: join(directory, `hub${runs}`),
    KAWEI_DATABASE_URL: database,
    KAWEI_PORT: '0',
    KAWEI_TSA_URL: server.url,
    KAWEI_TSA_CA: root,
  });
const start = async (root?: string) => {
  running = await startHub(settings(root));
};
const anchorsOf = (root: string) => readCertificates(readFileSync(root, 'utf8'));
const isDown: AuthorityServer['answer'] = (_query, response) => response.writeHead(503).end();

/** The ledger of a project as it stands when its report is sealed, without the days in between. */
async function seal(id: string): Promise<void> {
  const document = { ...smallProject(), id };
  const digest = 'ab'.repeat(32);
  const subject = `project/${id}`;
  const events: NewEvent[] = [
    { type: 'project.entered', subject, payload: { project: id, title: id, document } },
    { type: 'report.drawn-up', subject, payload: { project: id, digest, content: '{}' } },
    { type: 'report.sealed', subject, payload: { project: id, digest, file: digest } },
  ];
  const sealing: Planned<null> = { name: 'seal', run: async () => ({ events, answer: null }) };
  await running.hub.spine.do(sealing, hubActor);
}

const certificate = (id: string) => issueCertificate(running.hub, id);
const had = (id: string) =>
  until('a certificate', () =>
    certificate(id).catch((error: { code?: string }) => {
      if (error.code === 'STAMP_AWAITED') return null;
      throw error;
    }),
  );
const alerts = async () =>
  (await running.hub.store.selectFrom('alerts').select('code').execute()).map(({ code }) => code);

describe('a certificate, where another authority is set', () => {
  it('carries that authority’s time-stamp, and every copy is the same, also after a start', async () => {
    await expect(certificate('P1')).rejects.toMatchObject({ code: 'REPORT_NOT_SEALED' });
    await seal('P1');
    const first = await had('P1');
    const checks = await verifyCertificate(first, { anchors: anchorsOf(authority.root) });
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    // By the hub's own root alone it is not stamped: the authority is another.
    const own = await verifyCertificate(first, { anchors: [running.hub.identity.root] });
    expect(own.filter(({ holds }) => !holds).map(({ place }) => place)).toEqual(['timestamp']);
    await seal('P2');
    await had('P2');
    expect(await certificate('P1')).toEqual(first);
    const { asked } = server;
    await running.close();
    await start();
    expect(await certificate('P1')).toEqual(first);
    expect(server.asked).toBe(asked);
    expect(await alerts()).toEqual([]);
    const published = await (await fetch(`${running.address}/ledger/ca.pem`)).text();
    expect(readCertificates(published)).toEqual([running.hub.identity.root, ...anchorsOf(authority.root)]);
  });

  it('says that it waits while the authority fails, warns once, and comes when it is back', async () => {
    server.answer = isDown;
    const impatient = startStamping({ ...running.hub, failingAfter: 0, report: () => {} });
    await seal('P1');
    await until('an alert', async () => ((await alerts()).length > 0 ? true : null));
    await expect(certificate('P1')).rejects.toMatchObject({ code: 'STAMP_AWAITED' });
    await until('another try', async () => (server.asked > 4 ? true : null));
    server.answer = honestly(authority);
    await had('P1');
    await until('the authority is back', async () => {
      const row = await running.hub.store.selectFrom('time_authorities').select('state').executeTakeFirst();
      return row?.state === 'answering' ? true : null;
    });
    expect(await alerts()).toEqual(['TSA_FAILING']);
    await impatient?.stop();
  });

  it('is stamped after a start, where the hub ended before the stamp was had', async () => {
    server.answer = () => {}; // silent
    const asked = server.asked;
    await seal('P1');
    await until('the query', async () => (server.asked > asked ? true : null));
    await running.close(); // waits for no authority
    server.answer = honestly(authority);
    await start();
    await had('P1');
  });

  it('takes no stamp of a stranger, and none that cannot be verified any more', async () => {
    server.answer = honestly(ending);
    const asked = server.asked;
    await seal('P1');
    await until('a refused answer', async () => (server.asked > asked + 1 ? true : null));
    await expect(certificate('P1')).rejects.toMatchObject({ code: 'STAMP_AWAITED' });
    server.answer = honestly(authority);
    await had('P1');
    await running.close();
    await start(ending.root);
    await expect(certificate('P1')).rejects.toMatchObject({ code: 'STAMP_ANCHOR_MISSING' });
  });

  it('raises an alert when the authority’s own certificate is about to end', async () => {
    await running.close();
    server.answer = honestly(ending);
    await start(ending.root);
    await seal('P1');
    await had('P1');
    await until('an alert', async () => ((await alerts()).length > 0 ? true : null));
    await seal('P2');
    await had('P2');
    expect(await alerts()).toEqual(['TSA_EXPIRING']);
  });

  it('is read again with all data: a stamp that was exchanged does not pass', async () => {
    await seal('P1');
    await had('P1');
    const { settings: own, store } = running.hub;
    const recovery = { rooms, migrations, anchors: [], program: 'test', origin: own.origin, database };
    const outside = async (root: string) => {
      const stampAnchors = anchorsOf(root);
      const checks = await checkData({ ...recovery, stampAnchors }, own.data);
      return checks.find(({ text }) => text.en.includes('outside authority'))?.holds;
    };
    expect(await outside(authority.root)).toBe(true);
    expect(await outside(ending.root)).toBe(false);
    await store.updateTable('certificate_stamps').set({ time: 'never' }).execute();
    const checks = await checkData(recovery, own.data);
    expect(checks.find(({ holds }) => !holds)?.place).toContain('certificate_stamps');
  });
});
