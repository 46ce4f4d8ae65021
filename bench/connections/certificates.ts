/** What booths and servers of the bench show each other over mutual TLS: one key for all booths, a certificate for each. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey, makeRequest } from '#booth/identity/request.ts';
import { openBoothAuthority } from '#hub/enrolment/authority.ts';
import { issueForBooth, issueForHub, readRequest } from '#hub/enrolment/certificates.ts';
import { pemOf } from '#hub/enrolment/port.ts';
import type { NewEvent } from '#hub/ledger/command.ts';
import { bytesOfBase64, sha256Hex } from '#shared/canonical/index.ts';
import { machine } from '#test/rehearsal/raw-booth.ts';

/** PEM. */
export interface Shown {
  readonly authority: string;
  /** Of the bare server. */
  readonly server: { readonly key: string; readonly cert: string };
  readonly key: string;
  readonly certificates: readonly string[];
}

const file = (data: string) => join(data, 'shown.json');

export const shownIn = (data: string) => JSON.parse(readFileSync(file(data), 'utf8')) as Shown;

/** Makes a certificate for each of these booths beside the hub's data, and gives the events of their enrolment. */
export async function enrolments(data: string, names: readonly string[]): Promise<NewEvent[]> {
  const now = new Date();
  const authority = await openBoothAuthority(join(data, 'identity'), now);
  const key = makeKey();
  const request = await readRequest(bytesOfBase64(await makeRequest(key, machine)));
  const issued = [];
  for (const booth of names) issued.push(await issueForBooth(authority, { booth, request, now, days: 90 }));
  const certificates = issued.map(({ certificate }) => pemOf(bytesOfBase64(certificate)));
  const server = await issueForHub(authority, now);
  const shown: Shown = { authority: pemOf(authority.certificate), server, key, certificates };
  writeFileSync(file(data), JSON.stringify(shown));
  return issued.map((one, n) => {
    const booth = names[n] ?? '';
    const payload = { booth, site: 'S1', code: sha256Hex(booth), ...one };
    return { type: 'booth.enrolled', subject: `booth/${booth}`, payload };
  });
}
