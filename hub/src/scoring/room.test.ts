import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportDocument } from '#hub/reports/document-input.ts';
import { writeEvidence } from '#hub/reports/evidence.ts';
import { renderReport } from '#hub/reports/report-document.ts';
import { startSealing } from '#hub/reports/sealing.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import { pass, smallProject } from '#test/rehearsal/evaluation.ts';
import { BOOTH_DIGEST, RoomsHub } from '#test/rehearsal/rooms.ts';
import { Signer } from '#test/rehearsal/signer.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { expertView } from './expert-view.ts';

const experts = ['E1', 'E2', 'E3', 'E4', 'E5'];
const project = smallProject(3, 5);
const signers = new Map<string, Signer>();
let rooms: RoomsHub;
let app: FastifyInstance;

const seatOf = (expert: string) => `H-010${expert.slice(1)}`;

function signerOf(expert: string): Signer {
  const signer = signers.get(expert);
  if (!signer) throw new Error(`${expert} has no key`);
  return signer;
}

async function viewOf(expert: string) {
  return expertView(rooms.hub.store, {
    project: project.id,
    expert,
    realId: expert.replace('E', 'R'),
    seat: seatOf(expert),
    boothDigest: BOOTH_DIGEST,
  });
}

async function signed(
  expert: string,
  purpose: 'pledge' | 'sheet' | 'consent',
  fields: object,
  key = signerOf(expert),
) {
  const at = new Date();
  const who = { project: project.id, expert, seat: seatOf(expert), booth: BOOTH_DIGEST };
  const statement = { format: `kawei/${purpose}@1`, ...who, signedAt: at.toISOString(), ...fields };
  return key.sign(purpose, statement, at);
}

async function sheetOf(expert: string, key = signerOf(expert)) {
  const view = await viewOf(expert);
  const { ticket, marks, myVerdicts: review, sheetVersion: version } = view;
  return signed(expert, 'sheet', { ticket, marks, review, version }, key);
}

const everyone = async (act: (expert: string) => Promise<Parameters<RoomsHub['act']>[1]>) => {
  for (const expert of experts) {
    expect(await rooms.act(`booth-${expert}`, await act(expert))).toEqual({ refusal: null });
  }
};

async function get(url: string, role: string) {
  return app.inject({ method: 'GET', url, headers: { 'x-role': role } });
}

async function projectAs(role: string): Promise<ProjectView> {
  return (await get('/api/projects/P-1', role)).json();
}

beforeAll(async () => {
  const authority = await Authority.create('Experts CA');
  rooms = await RoomsHub.open([authority.certificate]);
  app = rooms.app();
  for (const expert of experts) signers.set(expert, await Signer.issue(authority, `专家${expert}`));
  const pool = experts.map((expert, place) => ({
    id: expert.replace('E', 'R'),
    name: `姓名${place + 1}`,
    idNumber: '110101199001011237',
    badge: `BADGE-${place + 1}`,
    categories: ['A'],
    site: 'S1',
    employer: `单位${place + 1}`,
    keyFingerprint: signerOf(expert).fingerprint,
  }));
  await rooms.enter(project);
  await rooms.record({
    type: 'pool.imported',
    subject: 'people',
    payload: { count: pool.length, experts: pool },
  });
  const members = experts.map((expert, place) => ({
    expert,
    realId: expert.replace('E', 'R'),
    ticket: String(place + 1).padStart(64, '0'),
    category: 'A',
    site: 'S1',
  }));
  const payload = { project: project.id, drawId: 'P-1#1', members };
  await rooms.record({ type: 'panel.drawn', subject: 'project/P-1', payload });
  await rooms.seat(project.id, members);
}, 60_000);

afterAll(() => rooms?.close());

// One evaluation, from the drawn panel to the evidence folder; each test goes on where the last one ended.
describe('an evaluation on a real spine', () => {
  test('a booth without an admitted expert can do nothing', async () => {
    const { refusal } = await rooms.act('booth-X', { kind: 'declare', bidders: [] });
    expect(refusal?.code).toBe('SESSION_REQUIRED');
  });

  test('names are null until the panel is assembled', async () => {
    expect((await projectAs('agency')).members.map(({ name, site }) => [name, site])).toEqual(
      experts.map(() => [null, null]),
    );
    await rooms.record({ type: 'panel.assembled', subject: 'project/P-1', payload: { project: 'P-1' } });
    expect((await projectAs('agency')).members[0]).toMatchObject({
      name: '姓名1',
      site: 'S1',
      alias: '专家甲',
    });
  });

  test('a pledge of another text, or with another key, is refused', async () => {
    const other = await signed('E1', 'pledge', { text: '我承诺' });
    expect((await rooms.act('booth-E1', { kind: 'pledge', statement: other })).refusal?.code).toBe(
      'STATEMENT_MISMATCH',
    );
    const stolen = await signed('E1', 'pledge', { text: pledgeText.zh }, signerOf('E2'));
    expect((await rooms.act('booth-E1', { kind: 'pledge', statement: stolen })).refusal?.code).toBe(
      'SIGNER_OTHER',
    );
  });

  test('goes up to the open signing; nobody reads a mark on the way', async () => {
    await everyone(async (expert) => ({
      kind: 'pledge',
      statement: await signed(expert, 'pledge', { text: pledgeText.zh }),
    }));
    await everyone(async () => ({ kind: 'declare', bidders: [] }));
    expect(await rooms.act('booth-E2', { kind: 'say', text: '先看资质' })).toEqual({ refusal: null });
    expect(await rooms.act('booth-E1', { kind: 'say', text: '同意' })).toEqual({ refusal: null });
    await everyone(async () => ({ kind: 'chair-vote', alias: '专家乙' }));
    const verdicts = Object.fromEntries(project.bidders.map(({ id }) => [id, pass]));
    await everyone(async () => ({ kind: 'review', verdicts }));
    for (const { id: bidder } of project.bidders) {
      for (const { id: item } of project.items) {
        await everyone(async (expert) => ({
          kind: 'mark',
          bidder,
          item,
          mark: markOf(expert, bidder, item),
        }));
      }
    }
    const late = await rooms.act('booth-E1', { kind: 'say', text: '甲公司应得高分' });
    expect(late.refusal?.code).toBe('SAY_WHILE_MARKING');
    const talk = {
      state: 'marking',
      said: 2,
      statements: [
        { alias: '专家乙', text: '先看资质' },
        { alias: '专家甲', text: '同意' },
      ],
    };
    expect(await viewOf('E5')).toMatchObject({
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
    await everyone(async () => ({ kind: 'ready' }));
    expect((await projectAs('agency')).stage).toBe('signing');
  });

  test('a sheet signed with another key is refused; the last of the right ones reveals', async () => {
    const foreign = await sheetOf('E1', signerOf('E2'));
    expect((await rooms.act('booth-E1', { kind: 'sign', sheet: foreign })).refusal?.code).toBe(
      'SIGNER_OTHER',
    );
    const moved = await sheetOf('E2');
    expect((await rooms.act('booth-E1', { kind: 'sign', sheet: moved })).refusal?.code).toBe(
      'SIGNATURE_BINDING',
    );
    await everyone(async (expert) => ({ kind: 'sign', sheet: await sheetOf(expert) }));
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
      for (const flag of (await viewOf(expert)).flags) {
        if (expert === 'E3' && flag.item === 'C1') continue;
        await rooms.act(`booth-${expert}`, { kind: 'explain', flag: flag.id, text: '维持原评分' });
      }
    }
    const view = await viewOf('E3');
    const marks = { ...view.marks, B1: { ...view.marks.B1, C1: 10_000 } };
    const { ticket, myVerdicts: review } = view;
    const sheet = await signed('E3', 'sheet', { ticket, review, marks, version: 2 });
    expect(await rooms.act('booth-E3', { kind: 'sign', sheet })).toEqual({ refusal: null });
    expect((await projectAs('agency')).stage).toBe('report');
    expect((await viewOf('E3')).step).toBe('consent');
  });

  test('consent, dissent and refusal complete the report', async () => {
    const reportDigest = (await viewOf('E1')).reportDigest;
    expect(reportDigest).toMatch(/^[0-9a-f]{64}$/);
    const wrong = await signed('E1', 'consent', { reportDigest: 'f'.repeat(64), position: 'agree' });
    expect((await rooms.act('booth-E1', { kind: 'consent', statement: wrong })).refusal?.code).toBe(
      'STATEMENT_MISMATCH',
    );
    const silent = await signed('E1', 'consent', { reportDigest, position: 'dissent' });
    expect((await rooms.act('booth-E1', { kind: 'consent', statement: silent })).refusal?.code).toBe(
      'DISSENT_TEXT',
    );
    for (const expert of experts.slice(0, 4)) {
      const position =
        expert === 'E2' ? { position: 'dissent', dissent: '不同意第一名' } : { position: 'agree' };
      const statement = await signed(expert, 'consent', { reportDigest, ...position });
      expect(await rooms.act(`booth-${expert}`, { kind: 'consent', statement })).toEqual({ refusal: null });
    }
    expect((await get('/api/projects/P-1/report.pdf', 'agency')).json().code).toBe('REPORT_NOT_SEALED');
    expect(await rooms.act('booth-E5', { kind: 'refuse-consent' })).toEqual({ refusal: null });
    expect((await viewOf('E1')).waitingFor).toBe('seal');
    expect((await projectAs('agency')).members.map((member) => member.consent)).toEqual([
      'agree',
      'dissent',
      'agree',
      'agree',
      'refused',
    ]);
  });

  test('a hub that stopped before the seal seals at its next start, once', async () => {
    rooms = await rooms.restart();
    app = rooms.app();
    const problems: unknown[] = [];
    const rendered: ReportDocument[] = [];
    const render = async (document: ReportDocument) => {
      rendered.push(document);
      return renderReport(document);
    };
    for (let start = 0; start < 2; start++) {
      const sealing = startSealing({ ...rooms.hub, render }, (error) => problems.push(error));
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
    const sealed = await rooms.hub.store
      .selectFrom('ledger')
      .select('seq')
      .where('type', '=', 'report.sealed')
      .execute();
    expect(sealed).toHaveLength(1);
    expect((await viewOf('E1')).step).toBe('done');
  });

  test('the evidence folder stands on its own', async () => {
    const folder = join(rooms.data, 'evidence');
    await writeEvidence(rooms.hub, 'P-1', folder);
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
    expect(existsSync(`${folder}.part`)).toBe(false);
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
