/** Revocation lists on a hub: read at the start and when they change, judged by at the door and at every signature. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { Revocation } from '#hub/revocation/lists.ts';
import { readSettings } from '#hub/settings.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { KnownCertificate, pemOf } from '#shared/signature/certificates.ts';
import { issuedIn } from '#shared/signature/revocation.ts';
import type { UnboundSignature } from '#shared/signature/verify.ts';
import { freshPostgres } from '#test/databases/place.ts';
import { until } from '#test/demo/staff.ts';
import { CrlAuthority, derOf } from '#test/simulators/authority/crl-authority.ts';

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
const later = (minutes: number) => ago(-minutes);

let folder: string;
let made = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-lists-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An authority, an expert of it, and a place where its lists are put. */
function world() {
  const at = join(folder, `${++made}`);
  const root = CrlAuthority.root(join(at, 'root'), 'P-256', 'Experts CA');
  const expert = root.issue('expert').certificate;
  const place = join(at, 'current.pem');
  /** As an authority's program does it: beside, then renamed. */
  const put = (file: string) => {
    copyFileSync(file, `${place}.part`);
    renameSync(`${place}.part`, place);
  };
  return { at, root, expert, place, put, anchors: [root.certificate] };
}

/** Whether a signature with this certificate would be taken now. */
function takes(revocation: Revocation, certificate: string, root: CrlAuthority, at = new Date()): boolean {
  const chain = [derOf(certificate), root.certificate].map((der) => KnownCertificate.read(der));
  const signature = { chain: issuedIn(chain, [root.certificate]) } as unknown as UnboundSignature;
  try {
    return revocation.judged(signature, at) === signature;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
    return false;
  }
}

const look = async (revocation: Revocation) => {
  await revocation.look();
  await revocation.look(); // a file is read once it lies still
};
const standing = (revocation: Revocation, now = new Date()) =>
  revocation.states(now).map(({ authority, state }) => `${authority} ${state}`);
const refusalOf = (opened: Promise<unknown>): Promise<Refusal> =>
  opened.then(
    () => Promise.reject(new Error('taken')),
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  );

describe('the lists of a hub', () => {
  it('stop the start with a sentence where they do not hold', async () => {
    const { at, root, place, anchors } = world();
    const stranger = CrlAuthority.root(join(at, 'stranger'), 'RSA', 'Stranger CA');
    expect(await refusalOf(Revocation.open(place, anchors))).toMatchObject({ code: 'FILE_UNREADABLE' });
    const wrong: [string | Uint8Array, RegExp][] = [
      ['no list', /no revocation list/],
      [new Uint8Array([0x30, 0x82, 1]), /not well formed/],
      [root.certificate, /no revocation list/],
      [readFileSync(stranger.list()), /not signed by a trusted authority/],
      [readFileSync(root.list({ extensions: '2.5.29.27=critical,DER:020101' })), /delta/],
    ];
    for (const [content, sentence] of wrong) {
      writeFileSync(place, content);
      const refusal = await refusalOf(Revocation.open(place, anchors));
      expect(refusal.code).toBe('SETTING_INVALID');
      expect(refusal.message).toContain('KAWEI_CRL');
      expect(refusal.message).toMatch(sentence);
    }
  });

  it('are read in PEM and DER, from a file and from a folder, with the certificates of issuing authorities', async () => {
    const { at, root, expert, anchors } = world();
    const issuing = root.below('issuing');
    const directory = join(at, 'lists');
    mkdirSync(directory);
    root.revoke(derOf(expert), ago(5));
    root.openssl('crl', '-in', root.list(), '-outform', 'DER', '-out', join(directory, 'root.crl'));
    const both = [pemOf(issuing.certificate), readFileSync(issuing.list({ from: new Date() }), 'utf8')];
    writeFileSync(join(directory, 'issuing.pem'), both.join(''));
    writeFileSync(join(directory, 'readme.txt'), 'where these come from');
    writeFileSync(join(directory, '.draft'), 'half a li');
    const revocation = await Revocation.open(directory, anchors);
    expect(standing(revocation)).toEqual(['KAWEI_CRL in-force', 'Experts CA in-force', 'issuing in-force']);
    expect(takes(revocation, expert, root)).toBe(false);
    expect(takes(revocation, expert, root, ago(6))).toBe(true);
  });

  it('give way to a newer one that is put in their place, and to nothing else', async () => {
    const { at, root, expert, place, put, anchors } = world();
    const [first, second] = [root.list({ number: 7 }), root.list({ number: 8 })];
    put(second);
    const revocation = await Revocation.open(place, anchors);
    const trouble = () => revocation.states(new Date())[0];
    await look(revocation);
    expect(trouble()).toMatchObject({ state: 'in-force' });
    const stranger = CrlAuthority.root(join(at, 'stranger'), 'P-256', 'Experts CA');
    const flipped = readFileSync(second);
    const middle = flipped.indexOf('\n', 200) + 10;
    flipped[middle] = flipped[middle] === 0x41 ? 0x42 : 0x41;
    const broken = join(at, 'broken.pem');
    writeFileSync(broken, flipped);
    for (const [file, code] of [
      [first, 'CRL_OLDER'],
      [stranger.list({ number: 9 }), 'CRL_UNTRUSTED'],
      [broken, /CRL_(UNTRUSTED|MALFORMED|UNSUPPORTED)/],
    ] as const) {
      put(file);
      await look(revocation);
      expect(trouble()).toMatchObject({ state: 'refused', en: expect.stringMatching(code) });
      expect(standing(revocation)).toContain('Experts CA in-force');
      expect(takes(revocation, expert, root)).toBe(true);
    }
    root.revoke(derOf(expert), ago(1));
    put(root.list({ number: 9 }));
    await revocation.look();
    expect(takes(revocation, expert, root)).toBe(true); // not while it may still be written
    await revocation.look();
    expect(takes(revocation, expert, root)).toBe(false);
    expect(trouble()).toMatchObject({ state: 'in-force' });
    rmSync(place);
    await look(revocation);
    expect(trouble()).toMatchObject({ state: 'refused', en: expect.stringContaining('FILE_UNREADABLE') });
    expect(takes(revocation, expert, root)).toBe(false);
  });

  it('go on holding when they are stale, and where one is missing signatures are taken: both are told', async () => {
    const { at, root, expert, place, put, anchors } = world();
    root.revoke(derOf(expert), ago(30));
    put(root.list({ from: ago(60), until: ago(10) }));
    const other = CrlAuthority.root(join(at, 'other'), 'P-256', 'Other CA');
    const revocation = await Revocation.open(place, [...anchors, other.certificate]);
    expect(standing(revocation)).toEqual(['KAWEI_CRL in-force', 'Experts CA stale', 'Other CA missing']);
    expect(standing(revocation, ago(20))).toContain('Experts CA in-force');
    expect(takes(revocation, expert, root)).toBe(false);
    expect(takes(revocation, other.issue('another').certificate, other)).toBe(true);
  });
});

describe('a running hub', () => {
  let running: RunningHub;
  afterAll(() => running?.close());

  it('takes a list that is put there while it runs, records it, and alerts when one is refused or stale', async () => {
    const { at, root, expert, place, put } = world();
    put(root.list({ number: 1 }));
    const settings = {
      KAWEI_DATA: join(at, 'hub'),
      KAWEI_DATABASE_URL: await freshPostgres(),
      KAWEI_PORT: '0',
      KAWEI_TRUST: root.file,
      KAWEI_CRL: place,
    };
    running = await startHub(readSettings(settings));
    const { revocation } = running.hub;
    const startedAgain = async () => {
      await running.close();
      running = await startHub(readSettings(settings));
    };
    const recorded = async () =>
      (
        await running.hub.store
          .selectFrom('ledger')
          .select('payload')
          .where('type', '=', 'revocation-list.changed')
          .orderBy('seq')
          .execute()
      )
        .map(({ payload }) => JSON.parse(payload) as { authority: string; state: string; digests: string[] })
        .map(({ authority, state, digests }) => `${authority} ${state} ${digests.length}`);
    const alerts = async () =>
      (await running.hub.store.selectFrom('alerts').select('code').orderBy('number').execute()).map(
        ({ code }) => code,
      );
    const comes = (what: string, found: () => Promise<unknown[]>, count: number) =>
      until(what, async () => ((await found()).length >= count ? true : null));
    await comes('the first record', recorded, 1);
    expect(await recorded()).toEqual(['Experts CA in-force 1']);
    root.revoke(derOf(expert), ago(1));
    put(root.list({ number: 2 }));
    await comes('the second list', recorded, 2);
    expect(takes(revocation, expert, root)).toBe(false);
    expect(await alerts()).toEqual([]);
    put(root.list({ number: 1 }));
    await comes('an alert', alerts, 1);
    put(root.list({ number: 3, from: ago(60), until: ago(10) }));
    await comes('another', alerts, 2);
    expect(await alerts()).toEqual(['CRL_REFUSED', 'CRL_STALE']);
    expect(takes(revocation, expert, root)).toBe(false);
    // Started again, it has nothing new to tell.
    await startedAgain();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await alerts()).toEqual(['CRL_REFUSED', 'CRL_STALE']);
    // What it had before is more than what lies there now: it is told until a newer one comes.
    put(root.list({ number: 2, until: later(10) }));
    await startedAgain();
    await comes('what is older', recorded, 6);
    await startedAgain();
    put(root.list({ number: 4, until: later(10) }));
    await comes('what is newer', recorded, 7);
    expect(await alerts()).toEqual(['CRL_REFUSED', 'CRL_STALE', 'CRL_OLDER_TAKEN']);
    expect(await recorded()).toEqual([
      'Experts CA in-force 1',
      'Experts CA in-force 1',
      'KAWEI_CRL refused 0',
      'KAWEI_CRL in-force 0',
      'Experts CA stale 1',
      'Experts CA older 1',
      'Experts CA in-force 1',
    ]);
  });
});
