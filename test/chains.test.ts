/** Chains of certificates that OpenSSL makes, and what it thinks of them itself. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import { requireTrusted } from '#shared/signature/chain.ts';
import { pathOf } from './programs.ts';
import { CrlAuthority, derOf, type Issuing } from './simulators/authority/crl-authority.ts';

let folder: string;
let root: CrlAuthority;
let made = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-chains-'));
  root = CrlAuthority.root(join(folder, 'root'), 'P-256', 'Experts CA');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const below = (authority: CrlAuthority, issuing: Issuing = {}, name = `below ${++made}`) =>
  authority.below(name, issuing);
const issued = (authority: CrlAuthority, issuing: Issuing = {}) =>
  authority.issue(`expert ${++made}`, issuing).certificate;

/** Whether we trust a certificate, and what OpenSSL has against it; '' for nothing. */
async function judged(certificate: string, others: readonly CrlAuthority[] = [], anchor = root) {
  const trusted = await requireTrusted(
    KnownCertificate.read(derOf(certificate)),
    others.map((one) => KnownCertificate.read(one.certificate)),
    [anchor.certificate],
    new Date(),
  ).then(
    () => '',
    (error: { code?: string }) => error.code,
  );
  return [trusted, opensslSays(certificate, others, anchor)];
}

function opensslSays(certificate: string, others: readonly CrlAuthority[], anchor: CrlAuthority): string {
  // An anchor is an end also where it has not issued itself.
  const options = ['verify', '-partial_chain', '-CAfile', anchor.file];
  const untrusted = others.flatMap(({ file }) => ['-untrusted', file]);
  try {
    execFileSync(pathOf('OPENSSL'), [...options, ...untrusted, certificate], { stdio: 'pipe' });
    return '';
  } catch (error) {
    const [, said = ''] = /lookup: (.*)/.exec(String((error as { stderr: Buffer }).stderr)) ?? [];
    return said;
  }
}

const good = ['', ''];
const unknownExtension = ['CERTIFICATE_UNTRUSTED', 'unhandled critical extension'];
const tooLong = ['CERTIFICATE_UNTRUSTED', 'path length constraint exceeded'];

it('a critical extension that nobody here knows is not passed over, on a person’s certificate or an authority’s', async () => {
  const unknown = '1.2.3.4=critical,DER:0500';
  expect(await judged(issued(root, { extensions: unknown }))).toEqual(unknownExtension);
  expect(await judged(issued(root, { extensions: '1.2.3.4=DER:0500' }))).toEqual(good);
  const issuing = below(root, { extensions: unknown });
  expect(await judged(issued(issuing), [issuing])).toEqual(unknownExtension);
});

it('critical extensions that are known are no reason to refuse', async () => {
  const issuing = below(root, {
    extensions:
      'nameConstraints=critical,permitted;email:example.org\npolicyConstraints=critical,inhibitPolicyMapping:0',
  });
  const extensions = [
    'extendedKeyUsage=critical,emailProtection',
    'subjectAltName=critical,email:e@example.org',
    'certificatePolicies=critical,1.2.3.4',
    'crlDistributionPoints=critical,URI:http://ca.example/1.crl',
  ].join('\n');
  expect(await judged(issued(issuing, { extensions }), [issuing])).toEqual(good);
});

it('an authority has no more authorities below it than it says', async () => {
  const last = below(root, { pathLength: 0 });
  expect(await judged(issued(last), [last])).toEqual(good);
  const beyond = below(last);
  expect(await judged(issued(beyond), [last, beyond])).toEqual(tooLong);
  const middle = below(root, { pathLength: 1 });
  const under = below(middle);
  expect(await judged(issued(under), [middle, under])).toEqual(good);
  const third = below(under);
  expect(await judged(issued(third), [middle, under, third])).toEqual(tooLong);
  // The anchor's own word counts too.
  expect(await judged(issued(beyond), [beyond], last)).toEqual(tooLong);
});

it('an authority that issues to its own name, as for a new key, is none below it', async () => {
  const last = below(root, { pathLength: 0 }, 'same');
  const renewed = below(last, {}, 'same');
  expect(await judged(issued(renewed), [last, renewed])).toEqual(good);
});
