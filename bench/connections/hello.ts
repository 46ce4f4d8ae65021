/** What a booth of this bench shows and says at the door. */
import { PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { HUB_NAME } from '#shared/protocol/enrolment.ts';
import { machine } from '#test/rehearsal/raw-booth.ts';
import type { Shown } from './certificates.ts';

/** The TLS settings of the booth with the n-th certificate; none without TLS. */
export function tlsOf(n: number, shown: Shown | null) {
  if (!shown) return {};
  const cert = shown.certificates[n];
  return { key: shown.key, ca: shown.authority, servername: HUB_NAME, ...(cert ? { cert } : {}) };
}

/** `token`: of a booth that comes without a certificate. */
export function hello(booth: string, token: string | null): string {
  const who = { booth, ...(token === null ? {} : { token }), fingerprint: machine };
  const at = new Date().toISOString();
  return JSON.stringify({ type: 'hello', protocol: PROTOCOL, ...who, acked: 0, at });
}
