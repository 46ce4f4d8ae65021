/** Signed statements in a folder: whose key, and valid when. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HubIdentity, openIdentity } from '#hub/reports/identity.ts';
import { issueTimeStamp } from '#hub/reports/time-stamp.ts';
import { bytesOfBase64, sha256Hex } from '#shared/canonical/index.ts';
import { verifyStatements } from '#shared/verification/signed-files.ts';
import { Signer } from '#test/rehearsal/signer.ts';
import { Authority } from '#test/simulators/authority/authority.ts';

const HOUR = 3_600_000;
const from = (hours: number) => new Date(Date.now() + hours * HOUR);
const directory = mkdtempSync(join(tmpdir(), 'kawei-statements-'));
let authority: Authority;
let stamps: HubIdentity;

beforeAll(async () => {
  authority = await Authority.create('Experts CA');
  stamps = await openIdentity(join(directory, 'identity'), new Date());
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Consents, each by its signer; `signedAt` is what the booth's clock says, `stampedAt` what the hub's does. */
async function failing(
  consents: Readonly<Record<string, Signer>>,
  { signedAt = new Date(), stampedAt = new Date() } = {},
): Promise<string[]> {
  const files = new Map<string, Uint8Array>();
  for (const [expert, signer] of Object.entries(consents)) {
    const statement = {
      ...{ format: 'kawei/consent@1', project: 'P-1', expert, seat: 'H-0101', booth: sha256Hex('booth') },
      ...{ reportDigest: sha256Hex('report'), position: 'agree', signedAt: signedAt.toISOString() },
    };
    const { content, cms } = signer.sign('consent', statement, signedAt);
    files.set(`consents/${expert}.json`, new TextEncoder().encode(content));
    files.set(`consents/${expert}.json.p7s`, bytesOfBase64(cms));
    files.set(`consents/${expert}.json.tsr`, issueTimeStamp(stamps, bytesOfBase64(cms), stampedAt));
  }
  const folder = { paths: [...files.keys()], read: (path: string) => files.get(path) ?? null };
  const anchors = [authority.certificate, stamps.root];
  const checks = await verifyStatements(folder, { project: 'P-1', anchors, lists: null, pledged: [] });
  return checks.filter(({ holds }) => !holds).map(({ place, why }) => `${place} ${why?.en ?? ''}`);
}

test('each with a key of their own holds', async () => {
  const [one, two] = [await Signer.issue(authority, '李明'), await Signer.issue(authority, '王芳')];
  expect(await failing({ E1: one, E2: two })).toEqual([]);
});

test('one key does not sign for two', async () => {
  const one = await Signer.issue(authority, '李明');
  expect(await failing({ E1: one, E2: one })).toEqual(['sheets, pledges, consents ']);
});

test('a certificate that had ended at the time-stamp does not hold, whatever time the signature claims', async () => {
  const ended = await Signer.issue(authority, '李明', from(-1));
  const [named = '', ...others] = await failing({ E1: ended }, { signedAt: from(-2) });
  expect([named, others]).toEqual([expect.stringMatching(/^consents\/E1.json .*not valid at this time/), []]);
  expect(await failing({ E1: ended }, { signedAt: from(-2), stampedAt: from(-2) })).toEqual([]);
});

test('a booth whose clock is years off signs all the same', async () => {
  const one = await Signer.issue(authority, '李明');
  expect(await failing({ E1: one }, { signedAt: from(-3 * 8760) })).toEqual([]);
});
