/** What passes between the hub's thread and one that verifies signatures: plain data, as a thread can be told. */
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import type { TextValues } from '#shared/catalogue/text.ts';
import type { SignedBytes, UnboundSignature } from '#shared/signature/verify.ts';

export interface Question extends SignedBytes {
  readonly id: number;
}

interface Refused {
  readonly id: number;
  readonly refused: {
    readonly code: RefusalCode;
    readonly values: TextValues;
    readonly faults: readonly Fault[];
  };
}

interface Failed {
  readonly id: number;
  /** A bug, with where it is. */
  readonly failed: string;
}

export type Answer = { readonly id: number; readonly found: UnboundSignature } | Refused | Failed;

/** Why a signature was not taken, as it is told. */
export function toldOf(id: number, error: unknown): Refused | Failed {
  if (!(error instanceof Refusal)) return { id, failed: (error as Error).stack ?? String(error) };
  const { code, values, faults } = error;
  return { id, refused: { code, values, faults } };
}

/** The same as it is thrown. */
export function refusalOf(told: Refused | Failed): Error {
  if ('failed' in told) return new Error(told.failed);
  const { code, values, faults } = told.refused;
  return new Refusal(code, values, faults);
}
