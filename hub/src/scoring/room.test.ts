import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportDocument } from '#hub/reports/document-input.ts';
import { renderReport } from '#hub/reports/report-document.ts';
import { startSealing } from '#hub/reports/sealing.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { writeEvidence } from '#test/rehearsal/evidence-folder.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { SeatedPanel } from '#test/rehearsal/seated-panel.ts';
import { Authority } from '#test/simulators/authority/authority.ts';

const experts = ['E1', 'E2', 'E3', 'E4', 'E5'];
const project = smallProject(3, 5);
let panel: SeatedPanel;
let app: FastifyInstance;

async function get(url: string, role: string) {
  return app.inject({ method: 'GET', url, headers: { 'x-role': role } });
}

async function projectAs(role: string): Promise<ProjectView> {
  return (await get('/api/projects/P-1', role)).json();
}

beforeAll(async () => {
  const authority = await Authority.create('Experts CA');
  const rooms = await RoomsHub.open([authority.certificate]);
  panel = await SeatedPanel.seat({ rooms, authority, project, experts });
  app = rooms.app();
});

afterAll(() => panel?.rooms.close());

// One evaluation, from the drawn panel to the evidence folder; each test goes on where the last one ended.
describe('an evaluation on a real spine', () => {
  test('a booth without an admitted expert can do nothing', async () => {
    const { refusal } = await panel.act('X', { kind: 'declare', bidders: [] });
    expect(refusal?.code).toBe('SESSION_REQUIRED');
  });

  test('names are null until the panel is assembled', async () => {
    expect((await projectAs('agency')).members.map(({ name, site }) => [name, site])).toEqual(
      experts.map(() => [null, null]),
    );
    await panel.assemble();
    expect((await projectAs('agency')).members[0]).toMatchObject({
      name: '姓名1',
      site: 'S1',
      alias: '专家甲',
    });
  });

  test('a pledge of another text, or with another key, is refused', async () => {
    const other = panel.signed('E1', 'pledge', { text: '我承诺' });
    expect((await panel.act('E1', { kind: 'pledge', statement: other })).refusal?.code).toBe(
      'STATEMENT_MISMATCH',
    );
    const stolen = panel.pledgeOf('E1', panel.signerOf('E2'));
    expect((await panel.act('E1', { kind: 'pledge', statement: stolen })).refusal?.code).toBe('SIGNER_OTHER');
  });

  test('goes up to the open signing; nobody reads a mark on the way', async () => {
    await panel.all((expert) => ({ kind: 'pledge', statement: panel.pledgeOf(expert) }));
    await panel.all(() => ({ kind: 'declare', bidders: [] }));
    expect(await panel.act('E2', { kind: 'say', text: '先看资质' })).toEqual({ refusal: null });
    expect(await panel.act('E1', { kind: 'say', text: '同意' })).toEqual({ refusal: null });
    await panel.all(() => ({ kind: 'chair-vote', alias: '专家乙' }));
    await panel.review();
    for (const { id: bidder } of project.bidders) {
      for (const { id: item } of project.items) {
        await panel.all(async (expert) => ({
          kind: 'mark',
          bidder,
          item,
          mark: markOf(expert, bidder, item),
        }));
      }
    }
    const late = await panel.act('E1', { kind: 'say', text: '甲公司应得高分' });
    expect(late.refusal?.code).toBe('SAY_WHILE_MARKING');
    const talk = {
      state: 'marking',
      said: 2,
      statements: [
        { alias: '专家乙', text: '先看资质' },
        { alias: '专家甲', text: '同意' },
      ],
    };
    expect(await panel.viewOf('E5')).toMatchObject({
      talk: { state: 'marking', said: 2 },
      statements: talk.statements,
    });
    expect((await projectAs('agency')).talk).toBeNull();
    for (const role of ['supervisor', 'discipline']) expect((await projectAs(role)).talk).toMatchObject(talk);
    for (const role of ['agency', 'supervisor', 'discipline']) {
      const view = await projectAs(role);
      expect(view).toMatchObject({ stage: 'marking', result: null, flags: null });
      expect(view.members[0]).toMatchObject({ marksGiven: 9, marksTotal: 9 });
      // The planted mark is nowhere in what anybody is told. (A time of 23.5… seconds is none.)
      expect(JSON.stringify(view)).not.toMatch(/\b23500\b|\b23\.5\b/);
    }
    expect((await get('/api/projects/P-1/marks', 'supervisor')).json().code).toBe('MARKS_SEALED');
    expect((await get('/api/projects/P-1/marks', 'agency')).statusCode).toBe(403);
    for (const role of ['hall', 'system-admin', 'security-admin', 'audit-admin']) {
      expect((await get('/api/projects', role)).statusCode).toBe(403);
      expect((await get('/api/projects/P-1', role)).statusCode).toBe(403);
    }
    await panel.all(() => ({ kind: 'ready' }));
    expect((await projectAs('agency')).stage).toBe('signing');
  });

  test('a sheet signed with another key is refused; the last of the right ones reveals', async () => {
    const foreign = await panel.sheetOf('E1', panel.signerOf('E2'));
    expect((await panel.act('E1', { kind: 'sign', sheet: foreign })).refusal?.code).toBe('SIGNER_OTHER');
    const moved = await panel.sheetOf('E2');
    expect((await panel.act('E1', { kind: 'sign', sheet: moved })).refusal?.code).toBe('SIGNATURE_BINDING');
    await panel.sign();
    const view = await projectAs('supervisor');
    expect(view).toMatchObject({ stage: 'lookback', result: [{ rank: 1 }, {}, {}] });
    expect(view.flags?.map((flag) => [flag.expert, flag.bidder, flag.item])).toContainEqual([
      'E3',
      'B1',
      'C1',
    ]);
  });

  test('each reading of the revealed marks is recorded', async () => {
    const marks = (await get('/api/projects/P-1/marks', 'discipline')).json();
    expect(marks.experts[2].versions[0].marks.B1.T1).toBe(23_500);
    const { timeline } = await projectAs('supervisor');
    expect(timeline[0]?.text.zh).toBe('discipline1 查阅了评分明细');
  });

  test('flags are amended or explained', async () => {
    for (const expert of experts) {
      for (const flag of (await panel.viewOf(expert)).flags) {
        if (expert === 'E3' && flag.item === 'C1') continue;
        await panel.act(expert, { kind: 'explain', flag: flag.id, text: '维持原评分' });
      }
    }
    const view = await panel.viewOf('E3');
    const marks = { ...view.marks, B1: { ...view.marks.B1, C1: 10_000 } };
    const { ticket, myVerdicts: review } = view;
    const sheet = panel.signed('E3', 'sheet', { ticket, review, marks, version: 2 });
    expect(await panel.act('E3', { kind: 'sign', sheet })).toEqual({ refusal: null });
    expect((await projectAs('agency')).stage).toBe('report');
    expect((await panel.viewOf('E3')).step).toBe('consent');
    const late = panel.signed('E3', 'sheet', { ticket, review, marks: view.marks, version: 3 });
    expect((await panel.act('E3', { kind: 'sign', sheet: late })).refusal?.code).toBe('LOOKBACK_NOT_NOW');
  });

  test('consent, dissent and refusal complete the report', async () => {
    const reportDigest = (await panel.viewOf('E1')).reportDigest;
    expect(reportDigest).toMatch(/^[0-9a-f]{64}$/);
    const wrong = panel.signed('E1', 'consent', { reportDigest: 'f'.repeat(64), position: 'agree' });
    expect((await panel.act('E1', { kind: 'consent', statement: wrong })).refusal?.code).toBe(
      'STATEMENT_MISMATCH',
    );
    const silent = panel.signed('E1', 'consent', { reportDigest, position: 'dissent' });
    expect((await panel.act('E1', { kind: 'consent', statement: silent })).refusal?.code).toBe(
      'DISSENT_TEXT',
    );
    for (const expert of experts.slice(0, 4)) {
      const position =
        expert === 'E2' ? { position: 'dissent', dissent: '不同意第一名' } : { position: 'agree' };
      const statement = panel.signed(expert, 'consent', { reportDigest, ...position });
      expect(await panel.act(expert, { kind: 'consent', statement })).toEqual({ refusal: null });
    }
    expect((await get('/api/projects/P-1/report.pdf', 'agency')).json().code).toBe('REPORT_NOT_SEALED');
    expect(await panel.act('E5', { kind: 'refuse-consent' })).toEqual({ refusal: null });
    expect((await panel.viewOf('E1')).waitingFor).toBe('seal');
    expect((await projectAs('agency')).members.map((member) => member.consent)).toEqual([
      'agree',
      'dissent',
      'agree',
      'agree',
      'refused',
    ]);
  });

  test('a hub that stopped before the seal seals at its next start, once', async () => {
    panel.rooms = await panel.rooms.restart();
    app = panel.rooms.app();
    const problems: unknown[] = [];
    const rendered: ReportDocument[] = [];
    const render = async (document: ReportDocument) => {
      rendered.push(document);
      return renderReport(document);
    };
    for (let start = 0; start < 2; start++) {
      const sealing = startSealing({ ...panel.rooms.hub, render }, (error) => problems.push(error));
      await sealing.idle();
      await sealing.stop();
    }
    expect(problems).toEqual([]);
    expect(rendered).toHaveLength(1);
    // Five pledges, six sheets of which one was amended, and four consents; one expert refused to sign.
    expect(
      rendered[0]?.signatures.map(({ what, signer, inForce }) => `${what} ${signer}${inForce ? '' : ' old'}`),
    ).toEqual([
      ...experts.map((expert) => `pledge 专家${expert}`),
      ...['sheet 专家E1', 'sheet 专家E2', 'sheet 专家E3 old', 'sheet 专家E3', 'sheet 专家E4', 'sheet 专家E5'],
      ...experts.slice(0, 4).map((expert) => `consent 专家${expert}`),
    ]);
    expect(rendered[0]?.consents).toContainEqual(
      expect.objectContaining({ alias: '专家乙', position: 'dissent', dissent: '不同意第一名' }),
    );
    expect(rendered[0]?.content.candidates).toHaveLength(3);
    expect((await projectAs('agency')).stage).toBe('sealed');
    const pdf = await get('/api/projects/P-1/report.pdf', 'agency');
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const sealed = await panel.rooms.hub.store
      .selectFrom('ledger')
      .select('seq')
      .where('type', '=', 'report.sealed')
      .execute();
    expect(sealed).toHaveLength(1);
    expect((await panel.viewOf('E1')).step).toBe('done');
  });

  test('the evidence folder stands on its own', async () => {
    const folder = join(panel.rooms.data, 'evidence');
    await writeEvidence(panel.rooms.hub, 'P-1', folder);
    const names = readdirSync(folder, { recursive: true }).map(String).sort();
    expect(names).toEqual(
      expect.arrayContaining(['ca.pem', 'project.json', 'report.pdf', 'result.json', 'sheets/E3.json.tsr']),
    );
    expect(names.filter((name) => name.startsWith('sheets/earlier/'))).toEqual([
      'sheets/earlier/E3-1.json',
      'sheets/earlier/E3-1.json.p7s',
      'sheets/earlier/E3-1.json.tsr',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'sheets/E3.json'), 'utf8')).version).toBe(2);
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    expect(result.flags.length).toBe(result.explanations.length + 1);
    expect(result.entry).toEqual([]);
    for (const expert of experts) {
      const file = (suffix: string) => join(folder, 'sheets', `${expert}.json${suffix}`);
      const quiet = { stdio: 'pipe' } as const;
      const cms = ['-verify', '-binary', '-inform', 'DER', '-in', file('.p7s'), '-content', file('')];
      execFileSync('openssl', ['cms', ...cms, '-CAfile', join(folder, 'ca.pem'), '-out', '/dev/null'], quiet);
      const stamp = [
        '-verify',
        '-data',
        file('.p7s'),
        '-in',
        file('.tsr'),
        '-CAfile',
        join(folder, 'ca.pem'),
      ];
      execFileSync('openssl', ['ts', ...stamp], quiet);
    }
    const zip = await get('/api/projects/P-1/evidence.zip', 'supervisor');
    expect(zip.rawPayload.subarray(0, 2).toString()).toBe('PK');
    expect((await get('/api/projects/P-1/evidence.zip', 'agency')).statusCode).toBe(403);
  });
});

/** E3 gives B1 far more on C1 than the others; a mark nobody else gives stands for all that must stay unread. */
function markOf(expert: string, bidder: string, item: string): number {
  if (item === 'O1') return 10_000;
  if (expert === 'E3' && bidder === 'B1') return item === 'C1' ? 20_000 : 23_500;
  return item === 'T1' ? 25_000 : 10_000;
}
