/**
 * A centre in the middle of many look-backs: every expert has signed a first sheet, the marks are revealed, and each
 * has an open flag. An expert with an open flag may amend the marks of the flagged bidder; one who changes another
 * mark of that bidder than the flagged one keeps the flag open, and may amend again. So there are as many signed
 * sheets as a bench asks for, each of them through everything a first sheet goes through.
 *
 * Panels and seats are put on the record as drawn; pledges, marks and first sheets come by the acts of the booths.
 */
import { createPrivateKey, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aliasAt } from '#hub/scoring/aliases.ts';
import { base64Of, bytesOfBase64, canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { Marks, Signed, Verdicts } from '#shared/protocol/evaluation.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import { prepareSignature } from '#shared/signature/verify.ts';
import { pass } from '#test/rehearsal/evaluation.ts';
import { BOOTH_DIGEST, RoomsHub } from '#test/rehearsal/rooms.ts';
import { BenchAuthority, type BenchKey, type KeyKind, keyKinds } from './keys.ts';

/** One expert at their booth, with what the booth needs to sign the next sheet. */
export interface BenchExpert extends BenchKey {
  readonly kind: KeyKind;
  readonly booth: string;
  readonly token: string;
  readonly seat: string;
  readonly project: string;
  readonly expert: string;
  readonly ticket: string;
  /** Whose marks may be amended. */
  readonly bidder: string;
  readonly marks: Marks;
  readonly review: Verdicts;
  /** Of the last sheet signed. */
  version: number;
}

export interface BenchCentre {
  readonly environment: Record<string, string>;
  readonly experts: readonly BenchExpert[];
}

const PANEL = 5;
const BIDDERS = 8;
const COLUMNS = 20;
/** Of a mark of 20 points: what most give, what the one who is flagged gives, and the step of an amendment. */
const [USUAL, FLAGGED, STEP] = [16_000, 8000, 500];
/** The item that is flagged, and the one that is amended. */
const [FLAGGED_ITEM, AMENDED_ITEM] = ['T1', 'T2'];

/** Makes the data of a centre with `booths` experts of each kind of key, in a directory that is empty. */
export async function makeCentre(directory: string, booths: number): Promise<BenchCentre> {
  const authority = await BenchAuthority.create();
  const data = join(directory, 'hub');
  mkdirSync(data);
  const trust = join(directory, 'ca.pem');
  writeFileSync(trust, authority.pem);
  const rooms = await RoomsHub.open([authority.certificate], data);
  const experts: BenchExpert[] = [];
  for (const kind of keyKinds) {
    for (let n = 0; n < booths; n++) experts.push(await expertAt(authority, kind, experts.length));
  }
  await recordPlaces(rooms, experts);
  for (let n = 0; n < experts.length; n += PANEL) await evaluate(rooms, experts.slice(n, n + PANEL));
  await rooms.hub.spine.idle();
  await rooms.hub.store.destroy();
  const environment = {
    KAWEI_PORT: '0',
    KAWEI_DATA: data,
    KAWEI_TRUST: trust,
    KAWEI_ORIGIN: 'bench.invalid/ledger',
  };
  return { environment, experts };
}

async function expertAt(authority: BenchAuthority, kind: KeyKind, n: number): Promise<BenchExpert> {
  const [row, column] = [Math.floor(n / COLUMNS) + 1, (n % COLUMNS) + 1];
  const place = n % PANEL;
  const bidders = Array.from({ length: BIDDERS }, (_, b) => `B${b + 1}`);
  const bidder = `B${place + 1}`;
  const marksOf = (one: string) =>
    Object.fromEntries(
      items.map(({ id, kind: sort, max }) => {
        if (sort === 'objective') return [id, max];
        return [id, one === bidder && id === FLAGGED_ITEM ? FLAGGED : USUAL];
      }),
    );
  return {
    ...(await authority.issue(kind, n)),
    kind,
    booth: `booth-${n}`,
    token: `token of booth-${n}`,
    seat: `H-${String(row).padStart(2, '0')}${String(column).padStart(2, '0')}`,
    project: `P-${Math.floor(n / PANEL) + 1}`,
    expert: sha256Hex(`expert ${n}`),
    ticket: sha256Hex(`ticket ${n}`),
    bidder,
    marks: Object.fromEntries(bidders.map((one) => [one, marksOf(one)])),
    review: Object.fromEntries(bidders.map((one) => [one, pass])),
    version: 0,
  };
}

const items: Project['items'] = [
  ...['T1', 'T2', 'T3', 'C1', 'C2'].map((id): Project['items'][number] => ({
    ...{ id, section: id.startsWith('T') ? 'technical' : 'commercial', title: `评审项 ${id}` },
    ...{ max: 20_000, step: STEP, kind: 'subjective' },
  })),
  { id: 'O1', section: 'commercial', title: '证书', max: 5000, step: 5000, kind: 'objective' },
];

function projectOf(id: string): Project {
  return {
    format: 'kawei/project@1',
    id,
    title: `测试项目 ${id}`,
    regime: 'bidding',
    items,
    price: { max: 30_000, decimals: 2, formula: { kind: 'lowest-first' } },
    aggregation: { kind: 'mean', decimals: 3 },
    bidders: Array.from({ length: BIDDERS }, (_, n) => ({
      ...{ id: `B${n + 1}`, name: `投标人${n + 1}`, party: `P${n + 1}`, price: 100_000_00 + n * 1_000_00 },
    })),
    panel: {
      categories: [{ id: 'A', count: PANEL }],
      sites: [{ id: 'S1', min: PANEL, max: PANEL }],
      maxPerEmployer: PANEL,
      reserves: 3,
    },
    lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
  };
}

async function recordPlaces(rooms: RoomsHub, experts: readonly BenchExpert[]): Promise<void> {
  const hall = { hall: 'H', site: 'S1', name: '一号厅', columns: COLUMNS, closed: [] };
  const rows = Math.ceil(experts.length / COLUMNS);
  await rooms.record(
    { type: 'site.created', subject: 'site/S1', payload: { site: 'S1', name: '主场', city: '某市' } },
    { type: 'hall.created', subject: 'hall/H', payload: { ...hall, rows } },
  );
  const pool = experts.map(({ booth, certificate }, n) => ({
    ...{ id: booth, name: `姓名${n}`, idNumber: '110101199001011237', badge: `BADGE-${n}` },
    ...{ categories: ['A'], site: 'S1', employer: `单位${n}` },
    keyFingerprint: certificateFingerprint(bytesOfBase64(certificate)),
  }));
  await rooms.record({
    type: 'pool.imported',
    subject: 'people',
    payload: { count: pool.length, experts: pool },
  });
  for (const [n, { booth, token, seat }] of experts.entries()) {
    if (n !== Number(booth.split('-')[1])) throw new Error('experts are numbered by their booths');
    await rooms.record({
      type: 'booth.registered',
      subject: `booth/${booth}`,
      payload: { booth, hall: 'H', seat, token: sha256Hex(token) },
    });
  }
}

/** One panel, from the draw to the look-back. */
async function evaluate(rooms: RoomsHub, panel: readonly BenchExpert[]): Promise<void> {
  const project = panel[0]?.project ?? '';
  const subject = `project/${project}`;
  await rooms.enter(projectOf(project));
  const members = panel.map(({ expert, ticket, booth }) => ({
    ...{ expert, realId: booth, ticket, category: 'A', site: 'S1' },
  }));
  await rooms.record({ type: 'panel.drawn', subject, payload: { project, drawId: `${project}#1`, members } });
  for (const { expert, booth, seat } of panel) await admit(rooms, { project, expert, booth, seat });
  await rooms.record({ type: 'panel.assembled', subject, payload: { project } });
  const all = async (act: (expert: BenchExpert) => Act) => {
    for (const one of panel) await done(rooms, one, act(one));
  };
  await all((one) => ({ kind: 'pledge', statement: pledgeOf(one) }));
  await all(() => ({ kind: 'declare', bidders: [] }));
  await all(() => ({ kind: 'chair-vote', alias: aliasAt(0) }));
  await all(({ review }) => ({ kind: 'review', verdicts: review }));
  for (const one of panel) {
    for (const [bidder, marks] of Object.entries(one.marks))
      for (const [item, mark] of Object.entries(marks))
        await done(rooms, one, { kind: 'mark', bidder, item, mark });
  }
  await all(() => ({ kind: 'ready' }));
  await all((one) => ({ kind: 'sign', sheet: nextSheet(one) }));
}

async function admit(
  rooms: RoomsHub,
  { project, expert, booth, seat }: Pick<BenchExpert, 'project' | 'expert' | 'booth' | 'seat'>,
): Promise<void> {
  const who = { project, expert };
  const slip = (booth.split('-')[1] ?? '').padStart(6, '0');
  const placements = [{ ...who, realId: booth, seat, slip }];
  const payload = { ...who, booth, seat, boothDigest: BOOTH_DIGEST };
  await rooms.record(
    {
      type: 'expert.checked-in',
      subject: 'site/S1',
      payload: { ...who, site: 'S1', realId: booth, badge: booth },
    },
    {
      type: 'seats.drawn',
      subject: 'hall/H',
      payload: { drawId: `H#${Number(slip) + 1}`, hall: 'H', placements },
    },
    { type: 'admission.granted', subject: `project/${project}`, payload },
  );
}

async function done(rooms: RoomsHub, { booth }: BenchExpert, act: Act): Promise<void> {
  const { refusal } = await rooms.act(booth, act);
  if (refusal) throw new Error(`${booth}: ${act.kind}: ${refusal.message.en}`);
}

/** The next sheet of an expert, signed: the first, and from then on amendments of one mark. */
export function nextSheet(one: BenchExpert): Signed {
  one.version += 1;
  const { project, expert, ticket, seat, review, version, bidder } = one;
  const amended = USUAL - (version % 2 === 0 ? STEP : 0);
  const marks = { ...one.marks, [bidder]: { ...one.marks[bidder], [AMENDED_ITEM]: amended } };
  const at = new Date();
  const sheet: Sheet = {
    ...{
      format: 'kawei/sheet@1',
      project,
      expert,
      ticket,
      seat,
      booth: BOOTH_DIGEST,
      version,
      marks,
      review,
    },
    signedAt: at.toISOString(),
  };
  return signed(one, canonicalText(sheet), { purpose: 'sheet', version }, at);
}

function pledgeOf(one: BenchExpert): Signed {
  const { project, expert, seat } = one;
  const at = new Date();
  const who = { project, expert, seat, booth: BOOTH_DIGEST };
  const content = { format: 'kawei/pledge@1', ...who, text: pledgeText.zh, signedAt: at.toISOString() };
  return signed(one, canonicalText(content), { purpose: 'pledge' }, at);
}

function signed(
  { project, expert, seat, key, certificate }: BenchExpert,
  content: string,
  what: { purpose: 'sheet' | 'pledge'; version?: number },
  signingTime: Date,
): Signed {
  const prepared = prepareSignature({
    content: new TextEncoder().encode(content),
    certificates: [bytesOfBase64(certificate)],
    binding: { ...what, project, expert, seat, booth: BOOTH_DIGEST },
    signingTime,
  });
  const signature = sign('sha256', prepared.toBeSigned, createPrivateKey(key));
  return { content, cms: base64Of(prepared.assemble(new Uint8Array(signature))) };
}
