import { type Static, Type } from 'typebox';
import { Base64, closed, Id, Instant, Line, written } from './primitives.ts';

/** The form of a readiness report: part of what is signed, so that nothing else that a machine signs passes for one. */
export const READINESS_FORM = 'kawei/readiness@1';

/** One device, or one part of the program that stands for devices, as the terminal found it. */
export const DeviceFound = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('key'), // an adapter that speaks to experts' keys
      Type.Literal('screens'),
      Type.Literal('lockdown'),
      Type.Literal('fingerprint'),
    ]),
    name: Line,
    /** As the device or its library says it, or the digest of the library; null where nothing tells. */
    version: Type.Union([Line, Type.Null()]),
    /** `unused`: not set up at this terminal. */
    state: Type.Union([Type.Literal('ready'), Type.Literal('unused'), Type.Literal('failed')]),
    /** What is wrong, for who repairs it; null for nothing. */
    detail: Type.Union([Line, Type.Null()]),
  },
  closed,
);
export type DeviceFound = Static<typeof DeviceFound>;

/** What a terminal says of itself before a day starts. Its canonical text is what is signed and digested. */
export const Readiness = Type.Object(
  {
    form: Type.Literal(READINESS_FORM),
    booth: Id,
    /** By the terminal's own clock. */
    at: Instant,
    software: Type.Object(
      { agent: Line, runtime: Line, system: Line, protocol: Type.Integer({ minimum: 1 }) },
      closed,
    ),
    devices: Type.Array(DeviceFound, { maxItems: 20 }),
    /** How many screens are in the machine. */
    screens: Type.Integer({ minimum: 0 }),
    /** As it is digested in every signed sheet; its parts are told as the line opens. */
    fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    /** How far the hub's clock is ahead of the terminal's, in milliseconds; null before it was heard. */
    clockAhead: Type.Union([Type.Integer(), Type.Null()]),
    line: Type.Object(
      {
        hub: Line,
        /** The end of the certificate of this terminal; null for a line by token. */
        certificateUntil: Type.Union([Instant, Type.Null()]),
      },
      closed,
    ),
    disk: Type.Object(
      {
        /** Acts that have not reached the hub. */
        pending: Type.Integer({ minimum: 0 }),
        /** Free for the terminal's data, in MiB; null where that cannot be told. */
        freeMebibytes: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
      },
      closed,
    ),
    /** Code of the lock that is on; null for none. */
    lock: Type.Union([Line, Type.Null()]),
  },
  closed,
);
export type Readiness = Static<typeof Readiness>;

/** A report with the signature of the terminal's key (ECDSA, SHA-256, DER) over its UTF-8; none on a line by token. */
export const SignedReadiness = Type.Object(
  {
    /** Canonical text (RFC 8785) of a {@link Readiness}. */
    report: written(2, 20_000),
    signed: Type.Union([Type.Object({ certificate: Base64, signature: Base64 }, closed), Type.Null()]),
  },
  closed,
);
export type SignedReadiness = Static<typeof SignedReadiness>;
