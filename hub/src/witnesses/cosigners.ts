/**
 * Whose stored cosignatures can be shown: those of the keys that are listed now. A witness whose key was exchanged under
 * its name has to cosign anew; who reads a certificate could not verify what its old key has signed.
 */
import { cosignedAt } from '#shared/ledger/cosignature.ts';
import { isLineOf, parseNote } from '#shared/ledger/note.ts';
import type { Witness } from './list.ts';

export interface Cosigner {
  readonly witness: Witness;
  /** Signature line of the note. */
  readonly line: string;
}

/** The witnesses whose lines bear their keys, which costs no verification. */
export function cosignersAmong(
  witnesses: readonly Witness[],
  lines: readonly { readonly witness: string; readonly line: string }[],
): Cosigner[] {
  return witnesses.flatMap((witness) => {
    const own = lines.find((one) => one.witness === witness.name);
    return own && isLineOf(own.line, witness.key) ? [{ witness, line: own.line }] : [];
  });
}

/** Whether the line holds for this note of a checkpoint. */
export function hasCosigned({ witness, line }: Cosigner, note: string): boolean {
  return cosignedAt(parseNote(note + line), witness.key) !== null;
}
