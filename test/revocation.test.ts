/** Revocation lists of real authorities: OpenSSL makes them, and says what it thinks of the same certificates. */
import { execFileSync } from 'node:child_process';
import { sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import { requireTrusted } from '#shared/signature/chain.ts';
import { readListFile } from '#shared/signature/list-file.ts';
import { blockOf } from '#shared/signature/pem.ts';
import { issuedIn, RevocationLists, requireListTrusted } from '#shared/signature/revocation.ts';
import { RevocationList } from '#shared/signature/revocation-list.ts';
import { type Binding, prepareSignature, verifySignature } from '#shared/signature/verify.ts';
import { pathOf } from './programs.ts';
import { type AuthorityKey, CrlAuthority, derOf, keyIn } from './simulators/authority/crl-authority.ts';

const MINUTE = 60_000;
const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * MINUTE);
const binding: Binding = { purpose: 'sheet', booth: 'ab'.repeat(32) };
const content = new TextEncoder().encode('{}');

let folder: string;
let made = 0;
const newRoot = (kind: AuthorityKey = 'P-256', usage?: string, name = 'Experts CA') =>
  CrlAuthority.root(join(folder, `${++made}`), kind, name, usage);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-revocation-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...files: readonly string[]) => files.map((file) => readListFile(file, readFileSync(file)));
const known = (authority: CrlAuthority) => KnownCertificate.read(authority.certificate);

/** The lists in these files, as the anchors and those beside them have signed them. */
async function trusted(
  files: readonly string[],
  anchors: readonly CrlAuthority[],
  others: readonly CrlAuthority[] = [],
): Promise<RevocationLists> {
  const lists = read(...files).flatMap((file) => file.lists);
  return new RevocationLists(
    await Promise.all(lists.map((list) => requireListTrusted(list, others.map(known), anchors.map(known)))),
  );
}

/** The code by which a certificate is refused at a time; '' where it is good. */
async function verdict(
  lists: RevocationLists,
  certificate: string,
  { at, anchor, others = [] }: { at: Date; anchor: CrlAuthority; others?: readonly CrlAuthority[] },
): Promise<string> {
  const signer = KnownCertificate.read(derOf(certificate));
  const anchors = [anchor.certificate];
  const chain = await requireTrusted(signer, others.map(known), anchors, new Date());
  return codeOf(() => lists.requireGood(issuedIn(chain, anchors), at));
}

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return '';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Whether OpenSSL takes a certificate with these lists; null where it cannot tell: 3.0 has no way to be told the signer's id of an SM2 list. */
function opensslTakes(
  certificate: string,
  lists: readonly string[],
  anchor: CrlAuthority,
  others: readonly CrlAuthority[] = [],
): boolean | null {
  const id = anchor.kind === 'SM2' ? ['-vfyopt', 'distid:1234567812345678'] : [];
  const options = [
    ...['verify', ...id, '-crl_check_all', '-CAfile', anchor.file],
    ...lists.flatMap((file) => ['-CRLfile', file]),
    ...others.flatMap(({ file }) => ['-untrusted', file]),
  ];
  try {
    execFileSync(pathOf('OPENSSL'), [...options, certificate], { stdio: 'pipe' });
    return true;
  } catch (error) {
    const said = String((error as { stderr: Buffer }).stderr);
    if (/certificate revoked/.test(said)) return false;
    if (anchor.kind === 'SM2' && /CRL signature failure/.test(said)) return null;
    throw new Error(said);
  }
}

describe.each<AuthorityKey>(['RSA', 'P-256', 'SM2'])('a list of an authority with a key of %s', (kind) => {
  it('names who is revoked and since when; others it does not, and OpenSSL says the same', async () => {
    const root = newRoot(kind);
    const [good, revoked] = [root.issue('good').certificate, root.issue('revoked').certificate];
    root.revoke(derOf(revoked), ago(30));
    const file = root.list();
    const lists = await trusted([file], [root]);
    const at = { anchor: root, at: new Date() };
    expect(await verdict(lists, good, at)).toBe('');
    expect(await verdict(lists, revoked, at)).toBe('CERTIFICATE_REVOKED');
    const takes = [good, revoked].map((one) => opensslTakes(one, [file], root));
    expect(takes).toEqual(kind === 'SM2' ? [null, null] : [true, false]);
    // What was signed before stands; at the very second it does not.
    expect(await verdict(lists, revoked, { ...at, at: ago(31) })).toBe('');
    const second = new Date(Math.floor(ago(30).getTime() / 1000) * 1000);
    expect(await verdict(lists, revoked, { ...at, at: second })).toBe('CERTIFICATE_REVOKED');
  });

  it('is not taken from another authority, nor with a bit flipped', async () => {
    const root = newRoot(kind);
    const stranger = newRoot(kind);
    root.revoke(derOf(root.issue('revoked').certificate), ago(30));
    // The stranger has the same name: only its key tells.
    for (const file of [root.list({ by: stranger }), stranger.list()])
      expect(await codeOf(() => trusted([file], [root]))).toBe('CRL_UNTRUSTED');
    const [list] = read(root.list()).flatMap(({ lists }) => lists);
    const der = list?.der ?? new Uint8Array();
    await requireListTrusted(RevocationList.read(der), [], [known(root)]);
    const step = kind === 'SM2' ? 7 : 1; // it takes its time
    for (let bit = 0; bit < der.length * 8; bit += step) {
      const changed = Uint8Array.from(der);
      changed[bit >> 3] = (der[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const code = await codeOf(() => requireListTrusted(RevocationList.read(changed), [], [known(root)]));
      expect(code, `bit ${bit}`).toMatch(/^CRL_/);
    }
  });
});

it('a signature carries its chain, so that it can be judged', async () => {
  const root = newRoot();
  const { key, certificate } = root.issue('signer');
  const signingTime = new Date();
  const prepared = prepareSignature({ content, certificates: [derOf(certificate)], binding, signingTime });
  const cms = prepared.assemble(new Uint8Array(sign('sha256', prepared.toBeSigned, keyIn(key))));
  const anchors = [root.certificate];
  const { chain } = await verifySignature({ cms, content, anchors, binding, at: signingTime });
  root.revoke(derOf(certificate), ago(1));
  const lists = await trusted([root.list()], [root]);
  expect(await codeOf(() => lists.requireGood(chain, signingTime))).toBe('CERTIFICATE_REVOKED');
  expect(lists.undetermined(chain)).toEqual([]);
});

describe('authorities below', () => {
  it('an issuing authority that was revoked takes with it what it has issued; its own list needs its certificate', async () => {
    const root = newRoot('RSA');
    const issuing = root.below('issuing');
    const expert = issuing.issue('expert').certificate;
    const own = issuing.list({ from: new Date() }); // not before its certificate
    const chain = { anchor: root, others: [issuing] };
    expect(await codeOf(() => trusted([own], [root]))).toBe('CRL_UNTRUSTED');
    const before = await trusted([own, root.list()], [root], [issuing]);
    expect(await verdict(before, expert, { ...chain, at: new Date() })).toBe('');
    root.revoke(issuing.certificate, ago(10), 'CACompromise');
    const files = [own, root.list()];
    const after = await trusted(files, [root], [issuing]);
    expect(await verdict(after, expert, { ...chain, at: new Date() })).toBe('CERTIFICATE_REVOKED');
    expect(await verdict(after, expert, { ...chain, at: ago(11) })).toBe('');
    expect(opensslTakes(expert, files, root, [issuing])).toBe(false);
  });

  it('who may not sign lists has signed none: no key usage for it, or no authority at all', async () => {
    const root = newRoot('P-256', 'critical,keyCertSign');
    expect(await codeOf(() => trusted([root.list()], [root]))).toBe('CRL_UNTRUSTED');
    const honest = newRoot();
    const person = honest.below('person', { isAuthority: false, usage: 'digitalSignature,cRLSign' });
    expect(await codeOf(() => trusted([person.list()], [honest], [person]))).toBe('CRL_UNTRUSTED');
  });
});

describe('what a list may say', () => {
  it.each([
    ['a delta list', '2.5.29.27=critical,DER:020101', 'delta'],
    ['an indirect list', 'issuingDistributionPoint=critical,@idp\n[idp]\nindirectCRL=TRUE', 'indirect'],
    [
      'only some reasons',
      'issuingDistributionPoint=critical,@idp\n[idp]\nonlysomereasons=keyCompromise',
      '2.5.29.28',
    ],
    ['something critical that nobody knows', '1.2.3.4=critical,DER:0500', '1.2.3.4'],
  ])('%s is refused by name', async (_what, extensions, named) => {
    const file = newRoot().list({ extensions });
    const refusal = await trusted([file], []).catch((error: Refusal) => error);
    expect(refusal).toMatchObject({ code: 'CRL_UNSUPPORTED', message: expect.stringContaining(named) });
  });

  it('a part of a list is of those certificates that name it', async () => {
    const root = newRoot();
    const uri = (part: number) => `URI:http://ca.example/${part}.crl`;
    const ofPart = (part: number) =>
      root.issue(`part${part}`, { extensions: `crlDistributionPoints=${uri(part)}` }).certificate;
    const [one, two] = [ofPart(1), ofPart(2)];
    const extensions = `issuingDistributionPoint=critical,@idp\n[idp]\nfullname=${uri(1)}\nonlyuser=TRUE`;
    root.revoke(derOf(one), ago(5));
    const file = root.list({ extensions });
    const lists = await trusted([file], [root]);
    const at = { anchor: root, at: new Date() };
    expect(await verdict(lists, one, at)).toBe('CERTIFICATE_REVOKED');
    expect(opensslTakes(one, [file], root)).toBe(false);
    const anchors = [root.certificate];
    const other = KnownCertificate.read(derOf(two));
    const uncovered = issuedIn([other, known(root)], anchors);
    expect(lists.undetermined(uncovered).map(({ serial }) => serial)).toEqual([other.serial]);
  });

  it('what is held is refused, and is good again once the newest list does not name it', async () => {
    const root = newRoot();
    const held = root.issue('held').certificate;
    root.revoke(derOf(held), ago(20), 'certificateHold');
    const first = root.list();
    const at = { anchor: root, at: new Date() };
    expect(await verdict(await trusted([first], [root]), held, at)).toBe('CERTIFICATE_REVOKED');
    root.release();
    const second = root.list();
    expect(await verdict(await trusted([second], [root]), held, at)).toBe('');
    expect(await verdict(await trusted([first, second], [root]), held, at)).toBe('');
    // What is revoked for good stays so, also when a later list has dropped it.
    root.revoke(derOf(held), ago(20));
    const gone = root.list();
    root.release();
    expect(await verdict(await trusted([gone, root.list()], [root]), held, at)).toBe('CERTIFICATE_REVOKED');
  });

  it('a file without a list says so', async () => {
    const nothing = new TextEncoder().encode(blockOf(new Uint8Array([5, 0]), 'X509 CRL').slice(0, 30));
    expect(await codeOf(() => readListFile('x', nothing))).toBe('CRL_NONE');
    expect(await codeOf(() => readListFile('x', new Uint8Array([0x30, 0x80, 3])))).toBe('CRL_MALFORMED');
  });
});
