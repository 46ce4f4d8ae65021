/** The bids' documents: who may file them and until when, who may read them and how long, and that they are kept. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubDocuments } from '#booth/identity/hub-documents.ts';
import { checkData } from '#hub/recovery/backup.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { BidDocument, BidDocumentsView } from '#shared/protocol/bid-documents.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { SlipView } from '#shared/protocol/views.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import type { Person } from '#test/demo/people.ts';
import { codeOf } from '#test/rehearsal/at-the-door.ts';
import { bidPdf } from '#test/rehearsal/bid-pdf.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { RawBooth, signWith } from '#test/rehearsal/raw-booth.ts';

const { main } = readInput({});
const [bidder, other] = main.bidders.map(({ id }) => id) as [string, string];
const address = `/api/projects/${main.id}`;

let centre: Centre;
let pdf: Buffer;
let digest: string;
let experts: Person[];
const lines: RawBooth[] = [];

beforeAll(async () => {
  centre = await Centre.open([main], { KAWEI_BID_DOCUMENT_MB: '1' });
  pdf = await bidPdf('施工组织设计', 2);
  digest = sha256Hex(pdf);
  await (await centre.as('agency')).send('POST', '/api/projects', { project: main });
});
afterAll(async () => {
  for (const line of lines) line.close();
  await centre?.close();
});

/** Files as a page does, in one request; gives the refusal's code, or the document. */
async function file(bytes: Uint8Array | string | Readable, title = '技术标', to = bidder, user = 'agency') {
  return (await centre.as(user)).file<BidDocument>(
    `${address}/bids/${to}/documents?title=${encodeURIComponent(title)}`,
    bytes,
  );
}
const list = async () => (await centre.as('agency')).get<BidDocumentsView>(`${address}/documents`);
const folder = () => join(centre.directory, 'hub', 'documents');

describe('filing', () => {
  it('takes a PDF of the agency’s own project, on the disk under its digest', async () => {
    expect(await file(pdf)).toEqual({ bidder, title: '技术标', digest, size: pdf.length });
    expect(readFileSync(join(folder(), `${digest}.pdf`)).equals(pdf)).toBe(true);
    expect(await file(pdf, '同一文件', other)).toMatchObject({ bidder: other, digest });
    const { documents, begun } = await list();
    expect([documents.map((one) => one.bidder), begun]).toEqual([[bidder, other], false]);
  });

  it('refuses what is no whole PDF, too large, there already, or not this person’s to file, and keeps nothing of it', async () => {
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_000_001)]);
    expect(await codeOf(file(Buffer.from('PK\u0003\u0004 a Word file')))).toBe('BID_DOCUMENT_NOT_PDF');
    expect(await codeOf(file(''))).toBe('BID_DOCUMENT_NOT_PDF');
    expect(await codeOf(file(pdf.subarray(0, -40)))).toBe('BID_DOCUMENT_CUT');
    expect(await codeOf(file(large))).toBe('BID_DOCUMENT_TOO_LARGE');
    // Without a length said before, it is found as it comes.
    expect(await codeOf(file(Readable.from([large.subarray(0, 500_000), large.subarray(500_000)])))).toBe(
      'BID_DOCUMENT_TOO_LARGE',
    );
    expect(await codeOf(file(pdf, '改名'))).toBe('BID_DOCUMENT_EXISTS');
    expect(await codeOf(file(pdf, '技术标', 'NOBODY'))).toBe('BIDDER_UNKNOWN');
    expect(await codeOf(file(pdf, ''))).toBe('INPUT_INVALID');
    expect(await codeOf(file(pdf, '技术标', bidder, 'supervisor'))).toBe('ROLE_FORBIDDEN');
    expect(readdirSync(folder())).toEqual([`${digest}.pdf`]);
  });

  it('an upload that is cut leaves nothing', async () => {
    const cut = new AbortController();
    const half = Readable.from(
      (async function* () {
        yield pdf.subarray(0, 2000);
        cut.abort();
        await new Promise(() => {});
      })(),
    );
    await expect(
      (await centre.as('agency')).file(`${address}/bids/${bidder}/documents?title=x`, half, cut.signal),
    ).rejects.toThrow();
    await expect.poll(() => readdirSync(folder()), { timeout: 60_000 }).toEqual([`${digest}.pdf`]);
    expect((await list()).documents).toHaveLength(2);
  });

  it('a bidder with documents cannot vanish from a draft; what is withdrawn can be filed again', async () => {
    const agency = await centre.as('agency');
    const without = { ...main, bidders: main.bidders.filter(({ id }) => id !== other) };
    expect(await codeOf(agency.send('PUT', address, { project: without }))).toBe('BIDDER_WITH_DOCUMENTS');
    const path = `${address}/bids/${other}/documents/${digest}`;
    await agency.send('DELETE', path);
    expect(await codeOf(agency.send('DELETE', path))).toBe('BID_DOCUMENT_UNKNOWN');
    await agency.send('POST', `${address}/freeze`);
    expect(await file(pdf, '商务标', other)).toMatchObject({ bidder: other });
  });

  it('the check reads each file again', async () => {
    const data = join(centre.directory, 'hub');
    const recovery = { rooms, migrations, anchors: [], program: '0', origin: 'kawei.invalid/ledger' };
    const { database } = centre.running.hub.settings;
    const faulty = async () =>
      (await checkData({ ...recovery, database }, data))
        .filter(({ holds }) => !holds)
        .map(({ place }) => place);
    expect(await faulty()).toEqual([]);
    writeFileSync(join(folder(), `${digest}.pdf`), pdf.subarray(1));
    expect(await faulty()).toEqual([`documents ${digest}`]);
    writeFileSync(join(folder(), `${digest}.pdf`), pdf);
  });
});

/** What a terminal is answered that shows this name and token. */
async function fetched(booth: string, token: string, path = '', headers: Record<string, string> = {}) {
  const authorization = `Basic ${Buffer.from(`${booth}:${token}`).toString('base64')}`;
  const answer = await fetch(`${centre.address}/booth/documents${path}`, {
    headers: { authorization, ...headers },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const told = answer.headers.get('content-type')?.includes('json') ? JSON.parse(bytes.toString()) : null;
  return { status: answer.status, code: told?.code as string | undefined, told, bytes };
}

describe('reading in a booth', () => {
  let seats: { person: Person; slip: SlipView; at: RawBooth; booth: string; token: string }[];
  const pledge = async ({ person, at }: (typeof seats)[number]) => {
    const session = at.view?.session;
    if (!session) throw new Error('nobody is admitted');
    const { seat, boothDigest: booth, expert } = session;
    const named = { project: main.id, expert, seat, booth };
    const statement = {
      format: 'kawei/pledge@1',
      ...named,
      text: pledgeText.zh,
      signedAt: new Date().toISOString(),
    };
    const signed = signWith(person.keyFile, { purpose: 'pledge', ...named }, statement);
    return (await at.act({ kind: 'pledge', statement: signed })).refusal;
  };

  beforeAll(async () => {
    await centre.drawPanel(main);
    experts = await centre.invited(main.panel.categories.reduce((sum, { count }) => sum + count, 0));
    for (const person of experts) await (await centre.desk(person.site)).checkIn(person);
    for (const { id, hall } of centre.town.sites) {
      const desk = await centre.desk(id);
      await desk.startSeatDraw(hall);
      await centre.inCeremony(async () =>
        (await desk.view()).halls.every(({ toSeat }) => toSeat === 0) ? true : null,
      );
    }
    seats = [];
    for (const person of experts.slice(0, 2)) {
      const slip = await (await centre.desk(person.site)).slip(person);
      const found = centre.town.booths.find(({ seat }) => seat === slip.seat);
      if (!found) throw new Error(slip.seat);
      const { booth, token } = found;
      const at = await RawBooth.greet(centre.address, booth, token);
      lines.push(at);
      const statement = {
        ...{ format: 'kawei/admission@1', booth, badge: person.badge, slip: slip.code },
        ...{ challenge: at.challenge, signedAt: new Date().toISOString() },
      };
      const signed = signWith(person.keyFile, { purpose: 'admission', booth }, statement);
      expect((await at.act({ kind: 'admit', statement: signed })).refusal).toBeNull();
      await at.when(() => at.view?.session);
      seats.push({ person, slip, at, booth, token });
    }
  });

  it('nothing before the own pledge, and nothing for who is not that terminal', async () => {
    const [first, second] = seats as [(typeof seats)[0], (typeof seats)[0]];
    const empty = centre.town.booths.find(({ booth }) => seats.every((one) => one.booth !== booth));
    expect((await fetched(empty?.booth ?? '', empty?.token ?? '')).code).toBe('SESSION_REQUIRED');
    expect((await fetched(first.booth, first.token)).code).toBe('BID_DOCUMENTS_BEFORE_PLEDGE');
    expect(await pledge(first)).toBeNull();
    expect((await fetched(first.booth, first.token)).told.documents).toHaveLength(2);
    expect((await fetched(second.booth, second.token)).code).toBe('BID_DOCUMENTS_BEFORE_PLEDGE');
    expect((await fetched(first.booth, second.token)).code).toBe('BOOTH_UNKNOWN');
    const proxied = { 'x-forwarded-for': '10.0.0.1' };
    expect((await fetched(first.booth, first.token, '', proxied)).code).toBe('BOOTH_TOKEN_REMOTE');
  });

  it('the agent of a booth lists and reads them, from any byte on', async () => {
    const [{ booth, token }] = seats as [(typeof seats)[0]];
    const agent = hubDocuments({ hub: centre.address.replace('http', 'ws'), booth, token });
    const signal = AbortSignal.timeout(60_000);
    expect((await agent.list(signal)).map(({ title }) => title)).toEqual(['技术标', '商务标']);
    const parts: Uint8Array[] = [];
    for await (const part of await agent.read(digest, 1000, signal)) parts.push(part);
    expect(Buffer.concat(parts).equals(pdf.subarray(1000))).toBe(true);
    await expect(agent.read('0'.repeat(64), 0, signal)).rejects.toMatchObject({
      code: 'BID_DOCUMENT_UNKNOWN',
    });
  });

  it('the bytes, and what is missing of them after a cut', async () => {
    const [{ booth, token }] = seats as [(typeof seats)[0]];
    expect((await fetched(booth, token, `/${digest}`)).bytes.equals(pdf)).toBe(true);
    const rest = await fetched(booth, token, `/${digest}`, { range: 'bytes=1000-' });
    expect([rest.status, rest.bytes.equals(pdf.subarray(1000))]).toEqual([206, true]);
    expect((await fetched(booth, token, `/${digest}`, { range: `bytes=${pdf.length}-` })).status).toBe(416);
    expect((await fetched(booth, token, `/${'0'.repeat(64)}`)).code).toBe('BID_DOCUMENT_UNKNOWN');
  });

  it('from the first pledge on nothing is filed or withdrawn; staff read what they may, and the record says so', async () => {
    const agency = await centre.as('agency');
    const path = `${address}/bids/${bidder}/documents/${digest}`;
    expect(await codeOf(file(await bidPdf('补充'), '补充'))).toBe('BID_DOCUMENTS_BEGUN');
    expect(await codeOf(agency.send('DELETE', path))).toBe('BID_DOCUMENTS_BEGUN');
    const supervisor = await centre.as('supervisor');
    expect(Buffer.from(await supervisor.download(path)).equals(pdf)).toBe(true);
    expect(await codeOf((await centre.as('sysadmin')).download(path))).toBe('ROLE_FORBIDDEN');
    const record = await (await centre.as('auditadmin')).get<{ type: string }[]>('/api/record?limit=50');
    expect(record.map(({ type }) => type)).toContain('bid-document.read');
    expect(JSON.stringify(record)).not.toContain('技术标');
  });

  it('who has left reads no more', async () => {
    const [{ at, booth, token }] = seats as [(typeof seats)[0]];
    await at.act({ kind: 'leave' });
    expect((await fetched(booth, token)).code).toBe('SESSION_REQUIRED');
    expect((await fetched(booth, token, `/${digest}`)).code).toBe('SESSION_REQUIRED');
    expect(existsSync(join(folder(), `${digest}.pdf`))).toBe(true);
  });
});
