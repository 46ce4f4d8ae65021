/** The hub and its witnesses: real processes' worth of each, over HTTP. */

import { getEventListeners } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { latestCheckpoint } from '#hub/ledger/checkpoints.ts';
import { hubActor, type NewEvent, type Planned, plan } from '#hub/ledger/command.ts';
import { acceptLoss } from '#hub/recovery/behind.ts';
import { issueCertificate } from '#hub/reports/certificate.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';
import { askWitness, headShownBy } from '#hub/witnesses/asking.ts';
import { readWitnesses, type Witness } from '#hub/witnesses/list.ts';
import { cosignedFrom } from '#hub/witnesses/reads.ts';
import { startWitnessing } from '#hub/witnesses/witnessing.ts';
import { type Certificate, verifyCertificate } from '#shared/ledger/certificate.ts';
import { COSIGNATURE, cosignedAt, parseWitnessKey } from '#shared/ledger/cosignature.ts';
import { parseNote, parseVerifierKey, signatureLine, verifierKeyText } from '#shared/ledger/note.ts';
import { verifyTlogProof } from '#shared/ledger/tlog-proof.ts';
import { copyOfPostgres, freshPostgres } from '#test/databases/place.ts';
import { until } from '#test/demo/staff.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { type RunningWitness, startWitness } from '#witness/witness.ts';

let directory: string;
let running: RunningHub;
let witnesses: RunningWitness[];
let sites = 0;
let database: string;

const settings = (data = 'hub') =>
  readSettings({
    KAWEI_DATA: join(directory, data),
    KAWEI_PORT: '0',
    KAWEI_DATABASE_URL: database,
    KAWEI_WITNESSES: join(directory, 'witnesses'),
  });

async function witness(name: string, port = 0): Promise<RunningWitness> {
  const data = join(directory, name);
  const own = { host: '127.0.0.1', port, data, name: `example.org/${name}` };
  const started = await startWitness({
    settings: own,
    logs: [running.hub.logKey.verifierKey],
    warn: () => {},
  });
  witnesses.push(started);
  return started;
}

/** A hub that knows one witness; its list can only be written once the witness knows the hub's key. */
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kawei-witnesses-'));
  witnesses = [];
  database = await freshPostgres();
  writeFileSync(join(directory, 'witnesses'), '# none yet\n');
  running = await startHub(settings());
  const { verifierKey, address } = await witness('w1');
  writeFileSync(join(directory, 'witnesses'), `# of site S1\n${verifierKey} ${address}/ S1\n`);
  await running.close();
  running = await startHub(settings());
});
afterEach(async () => {
  await running.close();
  await Promise.all(witnesses.map((one) => one.close().catch(() => {})));
  rmSync(directory, { recursive: true, force: true });
});

async function grow(): Promise<number> {
  sites += 1;
  const site = { id: `S${sites}`, name: `场所${sites}`, city: '江州市' };
  await running.hub.spine.do(plan(createSite, site), hubActor);
  return (await latestCheckpoint(running.hub.store))?.size ?? 0;
}

const cosigned = (size: number) =>
  until('a cosignature', async () => (await cosignedFrom(running.hub.store, size)).size || null);
const alerts = async () =>
  (await running.hub.store.selectFrom('alerts').select('code').execute()).map(({ code }) => code);

/** The ledger of a project as it stands when its report is sealed, without the days in between; its entries. */
async function seal(id: string): Promise<number> {
  const digest = 'ab'.repeat(32);
  const subject = `project/${id}`;
  const document = { ...smallProject(), id };
  const events: NewEvent[] = [
    { type: 'project.entered', subject, payload: { project: id, title: id, document } },
    { type: 'report.drawn-up', subject, payload: { project: id, digest, content: '{}' } },
    { type: 'report.sealed', subject, payload: { project: id, digest, file: digest } },
  ];
  const sealing: Planned<null> = { name: 'seal', run: async () => ({ events, answer: null }) };
  await running.hub.spine.do(sealing, hubActor);
  return (await latestCheckpoint(running.hub.store))?.size ?? 0;
}

const certificate = (id: string) => issueCertificate(running.hub, id);

/** What does not hold of a certificate, by the keys that it names and by those a reader has. */
async function failing(one: Certificate): Promise<string[]> {
  const anchors = [running.hub.identity.root];
  const trust = { keys: running.hub.witnesses.map(({ verifierKey }) => verifierKey), quorum: 1 };
  const checks = await verifyCertificate(one, { anchors, witnesses: trust });
  return checks.filter(({ holds }) => !holds).map(({ text }) => text.en);
}

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const one = (): Witness => running.hub.witnesses[0] as Witness;

describe('the witnesses of a ledger', () => {
  it('cosign what is committed, soon after it and never before', async () => {
    const size = await grow();
    await cosigned(size);
    const [[largest, lines] = [0, []]] = await cosignedFrom(running.hub.store, size);
    const note = (await latestCheckpoint(running.hub.store))?.note ?? '';
    expect(largest).toBe((await latestCheckpoint(running.hub.store))?.size);
    expect(lines.map(({ witness }) => witness)).toEqual(['example.org/w1']);
    expect(cosignedAt(parseNote(note + lines[0]?.line), one().key)).not.toBe(null);
    expect(await alerts()).toEqual([]);
  });

  it('go on where they were after the hub starts again, and after they do', async () => {
    await cosigned(await grow());
    await running.close();
    running = await startHub(settings());
    await cosigned(await grow());
    const port = Number(new URL(witnesses[0]?.address ?? '').port);
    await witnesses[0]?.close();
    const size = await grow();
    await witness('w1', port);
    await cosigned(size);
    expect(await alerts()).toEqual([]);
  });

  it('are missed once when they do not answer, and again only after they were back', async () => {
    await cosigned(await grow());
    await running.close();
    const port = Number(new URL(witnesses[0]?.address ?? '').port);
    await witnesses[0]?.close();
    running = await startHub(settings());
    // The hub's own patience is half a minute: here it has none.
    const impatient = startWitnessing({ ...running.hub, silentAfter: 0, report: () => {} });
    await grow();
    await until('an alert', async () => ((await alerts()).length > 0 ? true : null));
    for (let n = 0; n < 3; n++) await grow();
    await later(6000); // a few more tries
    expect(await alerts()).toEqual(['WITNESS_MISSING']);
    await witness('w1', port);
    await cosigned(await grow());
    const state = () => running.hub.store.selectFrom('witness_states').select('state').executeTakeFirst();
    await until('the witness is back', async () => ((await state())?.state === 'cosigning' ? true : null));
    await impatient.stop();
  });

  it('count by the keys that are listed: one whose key was exchanged cosigns anew, under the same name', async () => {
    const sealed = await seal('P1');
    await cosigned(sealed);
    const old = await certificate('P1');
    expect(await failing(old)).toEqual([]);
    const port = Number(new URL(witnesses[0]?.address ?? '').port);
    await running.close();
    await witnesses[0]?.close();
    rmSync(join(directory, 'w1'), { recursive: true });
    await witness('w1', port);
    const renewed = witnesses[1];
    writeFileSync(join(directory, 'witnesses'), `${renewed?.verifierKey} ${renewed?.address} S1\n`);
    await renewed?.close();
    running = await startHub(settings());
    // What the old key has cosigned is no more than nothing.
    await expect(certificate('P1')).rejects.toMatchObject({
      code: 'CERTIFICATE_NOT_WITNESSED',
      values: { have: 0, need: 1 },
    });
    await witness('w1', port);
    const renewedCertificate = await until('a certificate', () => certificate('P1').catch(() => null));
    expect(renewedCertificate.witnesses).toEqual([renewed?.verifierKey]);
    expect(await failing(renewedCertificate)).toEqual([]);
    const rows = await running.hub.store.selectFrom('cosignatures').select('size').execute();
    expect(rows.filter(({ size }) => size === sealed)).toHaveLength(1);
  });

  it('tell what they have cosigned as any witness of tlog-witness does, whatever else they show', async () => {
    const size = await grow();
    await cosigned(size);
    const ledger = parseVerifierKey(running.hub.logKey.verifierKey);
    const bare: typeof fetch = async (url, init) =>
      new URL(String(url)).pathname === '/' ? new Response(null, { status: 404 }) : fetch(url, init);
    const root = (await latestCheckpoint(running.hub.store))?.root ?? new Uint8Array();
    const head = { size, root: Buffer.from(root).toString('hex') };
    expect(await headShownBy(one(), ledger, bare)).toEqual(head);
    expect(await headShownBy(one(), { ...ledger, name: 'example.org/other' }, bare)).toBe(null);
  });

  it('stand in the proof of an entry, which their keys verify with nothing else', async () => {
    await cosigned(await grow());
    const { verifierKey } = running.hub.logKey;
    const holds = async (index: number) => {
      const proof = await (await fetch(`${running.address}/ledger/proof/${index}.tlog-proof`)).text();
      const trust = { keys: [one().verifierKey], quorum: 1 };
      return (await verifyTlogProof(proof, verifierKey, { witnesses: trust })).map((check) => check.holds);
    };
    expect(await holds(0)).toEqual([true, true, true]);
    await witnesses[0]?.close();
    const newest = (await grow()) - 1;
    // What nobody has cosigned yet is proved by the ledger's word, and what was cosigned stays so.
    expect(await holds(newest)).toEqual([true, true, false]);
    expect(await holds(newest - 1)).toEqual([true, true, true]);
    expect((await fetch(`${running.address}/ledger/proof/${newest + 1}.tlog-proof`)).status).toBe(404);
  });

  it('hold nothing up by what they answer: it is read so far, and verified once', async () => {
    await cosigned(await grow());
    const answered = (body: BodyInit) =>
      askWitness(running.hub.store, one(), { anew: true, send: async () => new Response(body) });
    const note = (await latestCheckpoint(running.hub.store))?.note ?? '';
    const [[, lines] = [0, []]] = await cosignedFrom(running.hub.store, 0);
    const line = lines[0]?.line ?? '';
    const { key } = one();
    const wrong = signatureLine(key.name, key.keyId, new Uint8Array(72));
    const stranger = signatureLine(key.name, Buffer.of(1, 2, 3, 4), new Uint8Array(2428));
    expect(await answered(`${note.slice(note.indexOf('—'))}${stranger}${line}`)).toMatchObject({
      kind: 'cosigned',
      line,
    });
    for (const said of [wrong + line, wrong.repeat(500), `— ${key.name} nothing\n`, '', '\n'])
      expect([said.slice(0, 20), await answered(said)]).toMatchObject([
        said.slice(0, 20),
        { kind: 'silent' },
      ]);
    const chunk = Buffer.from(stranger);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    expect(await answered(endless)).toMatchObject({ kind: 'silent' });
  });

  it('leave nothing behind from one request to the next', async () => {
    const made: AbortSignal[] = [];
    class Kept extends AbortController {
      constructor() {
        super();
        made.push(this.signal);
      }
    }
    vi.stubGlobal('AbortController', Kept);
    const witnessing = startWitnessing({ ...running.hub, report: () => {} });
    vi.unstubAllGlobals();
    for (let n = 0; n < 3; n++) {
      await cosigned(await grow());
      await later(1100); // the pause between two
    }
    // It may be pausing now.
    const left = made.map((signal) => getEventListeners(signal, 'abort').length);
    expect(Math.max(...left)).toBeLessThan(2);
    await witnessing.stop();
  });

  it('betray a ledger whose database was put back to an older state: behind at first, then another history', async () => {
    // All that is in it is cosigned: nothing but the witness itself tells that more was.
    await cosigned(await grow());
    await running.close();
    cpSync(join(directory, 'hub'), join(directory, 'older'), { recursive: true });
    const older = await copyOfPostgres(database);
    running = await startHub(settings());
    for (let n = 0; n < 4; n++) await grow();
    await cosigned(await grow());
    await running.close();
    // Somebody puts the older database in its place, under the same key.
    rmSync(join(directory, 'hub'), { recursive: true });
    cpSync(join(directory, 'older'), join(directory, 'hub'), { recursive: true });
    database = older;
    running = await startHub(settings());
    await until('an alert', async () => ((await alerts()).includes('WITNESS_AHEAD') ? true : null));
    // The witness shows what the ledger was, under the ledger's own key: nothing more is written until a decision.
    await until('the hub to notice', async () => running.hub.behind.missing);
    await expect(grow()).rejects.toMatchObject({ code: 'HUB_BEHIND' });
    const { missing } = running.hub.behind;
    expect(missing?.heads.map(({ source }) => source)).toEqual(['witness/example.org/w1']);
    if (!missing) throw new Error('nothing is missing');
    const decision = { missing, who: '系统管理员', reason: '旧库误放，已核实' };
    await running.hub.spine.do(plan(acceptLoss, decision), hubActor);
    running.hub.behind.settled();
    for (let n = 0; n < 12; n++) await grow();
    await until('another', async () => ((await alerts()).includes('WITNESS_FORK') ? true : null));
    const size = await grow();
    await later(2500); // a few more tries
    expect((await cosignedFrom(running.hub.store, size)).size).toBe(0);
    expect((await alerts()).filter((code) => code === 'WITNESS_FORK')).toHaveLength(1);
    const status = (await (await fetch(witnesses[0]?.address ?? '')).json()) as object;
    // The other history is larger than what the witness has: the ledger cannot prove it, and that is told as it is.
    expect(status).toMatchObject({ unproved: [{ origin: running.hub.logKey.origin }] });
  });
});

describe('the list of witnesses', () => {
  const listed = (...lines: string[]) => {
    writeFileSync(join(directory, 'list'), lines.join('\n'));
    return () => readWitnesses(join(directory, 'list'));
  };

  it('is a line each, with comments; a wrong line is refused by its number', () => {
    const { verifierKey } = one();
    const [read] = listed('# ours', '', `${verifierKey}  https://w.example.org/k S1`)();
    expect(read).toMatchObject({ name: 'example.org/w1', url: 'https://w.example.org/k', site: 'S1' });
    for (const line of [
      verifierKey,
      `${verifierKey} ftp://w.example.org`,
      `${verifierKey} w.example.org`,
      `${verifierKey.slice(1)} https://w.example.org`,
      `${running.hub.logKey.verifierKey} https://w.example.org`,
      `${verifierKey} https://w.example.org S1 more`,
    ])
      expect(listed('#', line)).toThrowError(
        expect.objectContaining({ code: 'WITNESS_LINE', values: expect.objectContaining({ line: 2 }) }),
      );
    expect(listed(`${verifierKey} http://a`, `${verifierKey} http://b`)).toThrowError(
      expect.objectContaining({ code: 'WITNESS_LINE' }),
    );
    // A cosignature does not say whose it is: one key under two names is one witness.
    const { publicKey } = parseWitnessKey(verifierKey);
    const alias = verifierKeyText('example.org/w2', publicKey, COSIGNATURE);
    expect(listed(`${verifierKey} http://a`, `${alias} http://b`)).toThrowError(
      expect.objectContaining({ code: 'WITNESS_LINE' }),
    );
    expect(readWitnesses('')).toEqual([]);
    expect(() => readWitnesses(join(directory, 'nowhere'))).toThrowError(
      expect.objectContaining({ code: 'FILE_UNREADABLE' }),
    );
  });
});
