/** Asks one witness for one cosignature (C2SP tlog-witness), and says what its answer means. */
import { hexOf, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { checkpointSignedBy } from '#shared/ledger/checkpoint.ts';
import { cosignedAt } from '#shared/ledger/cosignature.ts';
import { isLineOf, parseNote, type VerifierKey } from '#shared/ledger/note.ts';
import { SIZE_TYPE, witnessRequestText } from '#shared/ledger/witness-request.ts';
import type { LedgerHead } from '#shared/protocol/booth-frames.ts';
import { bodyWithin } from '../gateway/bounded-answer.ts';
import { latestCheckpoint } from '../ledger/checkpoints.ts';
import { consistencyProof } from '../ledger/tree.ts';
import type { Db } from '../store/database.ts';
import type { Witness } from './list.ts';
import { lastCosigned } from './reads.ts';

/** How long a witness has to answer, in milliseconds. */
const PATIENCE = 10_000;
/** Room for a note with a hundred signatures. */
const ANSWER_BYTES = 128 * 1024;

export type Answer =
  | { readonly kind: 'cosigned'; readonly size: number; readonly line: string; readonly at: string }
  /** Nothing to ask for: it has cosigned the latest checkpoint. */
  | { readonly kind: 'current' }
  | { readonly kind: 'silent'; readonly size: number }
  | { readonly kind: 'forked'; readonly size: number }
  | { readonly kind: 'ahead'; readonly size: number };

/**
 * Sends the latest checkpoint, from where the witness says it is. `anew`: also one that it has cosigned already, since a
 * witness that has gone on since shows a database put back to an older state.
 */
export async function askWitness(
  db: Db,
  witness: Witness,
  { anew = false, send = fetch }: { anew?: boolean; send?: typeof fetch } = {},
): Promise<Answer> {
  const checkpoint = await latestCheckpoint(db);
  const last = await lastCosigned(db, witness.name);
  if (!checkpoint || (checkpoint.size === last && !anew)) return { kind: 'current' };
  const { size, note } = checkpoint;
  let oldSize = Math.min(last, size);
  // A witness may have another head than was kept here: it says which, and is asked once more from there.
  for (let asked = 0; asked < 2; asked++) {
    const proof = oldSize === 0 ? [] : await consistencyProof(db, oldSize, size);
    const body = witnessRequestText({ oldSize, proof, checkpoint: note });
    const answer = await post(witness, body, send);
    if (!answer) return { kind: 'silent', size };
    const { status, text, type } = answer;
    if (status === 200) return cosigned(witness, note, text, size);
    if (status === 422) return { kind: 'forked', size };
    const theirs = /^(0|[1-9]\d{0,15})\n$/.test(text) && type.startsWith(SIZE_TYPE) ? Number(text) : null;
    if (status !== 409 || theirs === null) return { kind: 'silent', size };
    if (theirs > size) return { kind: 'ahead', size: theirs };
    if (theirs === oldSize) return { kind: 'forked', size };
    oldSize = theirs;
  }
  return { kind: 'silent', size };
}

async function post(witness: Witness, body: string, send: typeof fetch) {
  try {
    const response = await send(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, text: await textOf(response) };
  } catch {
    return null; // no connection, or no answer in time, or one without end
  }
}

async function textOf(response: Response): Promise<string> {
  const body = await bodyWithin(ANSWER_BYTES, response);
  if (!body) throw new RangeError(`more than ${ANSWER_BYTES} bytes`);
  return new TextDecoder().decode(body);
}

/**
 * The first line of this witness's own key, once it is seen to hold: one answer costs one verification. Any other line
 * is left out.
 */
function cosigned({ key }: Witness, note: string, text: string, size: number): Answer {
  try {
    const line = text.split('\n').find((one) => one.startsWith(`— ${key.name} `) && isLineOf(one, key));
    const at = line === undefined ? null : cosignedAt(parseNote(`${note}${line}\n`), key);
    if (at) return { kind: 'cosigned', size, line: `${line}\n`, at: at.toISOString() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return { kind: 'silent', size }; // nothing that holds, or no lines of signatures at all
}

/**
 * The last head a witness has cosigned, as a note under this ledger's own key: proof of what the ledger once was, which
 * needs no trust in the witness. Null where it shows none (a witness should, by tlog-witness, and need not).
 */
export async function headShownBy(
  witness: Witness,
  ledger: VerifierKey,
  send: typeof fetch = fetch,
): Promise<LedgerHead | null> {
  try {
    const address = `${witness.url}/${sha256Hex(ledger.name)}/checkpoint`;
    const response = await send(address, { signal: AbortSignal.timeout(PATIENCE) });
    const head = checkpointSignedBy(await textOf(response), ledger);
    return head && head.size > 0 ? { size: head.size, root: hexOf(head.root) } : null;
  } catch {
    return null; // no such page, or nothing that proves anything
  }
}
