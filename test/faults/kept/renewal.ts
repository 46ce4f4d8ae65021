import { join } from 'node:path';
import { readIdentity } from '#booth/identity/file.ts';
import { MutualTls } from '#booth/identity/mutual-tls.ts';
import { openBoothAuthority } from '#hub/enrolment/authority.ts';
import { issueForBooth, readRequest } from '#hub/enrolment/certificates.ts';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { terminal } from '#test/rehearsal/terminal.ts';
import { halfWritten } from './half-written.ts';
import type { KeptPlace } from './place.ts';

const DAYS = 90;

/** A terminal's next certificate, by the hub's authority. */
export const place: KeptPlace = {
  async work(directory, told, { authority = '', booth = '' }) {
    const tls = new MutualTls(join(directory, 'booth'), 'wss://hub.invalid');
    const request = await readRequest(bytesOfBase64(await tls.request(terminal)));
    const issuer = await openBoothAuthority(authority, new Date());
    const { certificate } = await issueForBooth(issuer, { booth, request, now: new Date(), days: DAYS });
    tls.take(certificate);
    told(certificate);
  },
  async faults(directory, told, setting) {
    const kept = () => oneLine(readIdentity(join(directory, 'booth'), 'wss://hub.invalid').certificate);
    const found = told.length > 0 && told.at(-1) !== kept() ? ['the next certificate is lost'] : [];
    const next: string[] = [];
    await this.work(directory, (certificate) => next.push(certificate), setting);
    if (next[0] !== kept()) found.push('not renewed again');
    return [...found, ...halfWritten(directory)];
  },
};

const oneLine = (pem: string) => pem.replace(/-----[A-Z ]+-----|\n/g, '');
