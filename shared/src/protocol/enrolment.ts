/** What a terminal and the hub say at the booths' TLS port before the terminal has a certificate: POST /enrol. */
import { type Static, Type } from 'typebox';
import { Fingerprint } from './booth-frames.ts';
import { Base64, closed, Id } from './primitives.ts';

/**
 * The name in the hub's certificate at this port. Booths know the hub by the authority they were enrolled with, not by
 * a name or address, which may change.
 */
export const HUB_NAME = 'hub.kawei.internal';

/** The secret of the code, the request for a certificate (PKCS #10, DER), and the machine's parts, whose digest the request names. */
export const Enrolment = Type.Object(
  {
    secret: Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{12}$' }),
    request: Base64,
    fingerprint: Fingerprint,
  },
  closed,
);
export type Enrolment = Static<typeof Enrolment>;

/** The answer: whose seat it is, and the certificate (DER). */
export const Enrolled = Type.Object({ booth: Id, certificate: Base64 }, closed);
export type Enrolled = Static<typeof Enrolled>;

/** How a request and a certificate name the machine: a URI of its fingerprint's digest. */
export const machineUri = (digest: string): string => `urn:kawei:machine:${digest}`;
