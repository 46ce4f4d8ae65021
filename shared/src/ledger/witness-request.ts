/** What a log asks of a witness (C2SP tlog-witness, add-checkpoint): the same text on both sides. */
import { base64Of, bytesOfBase64 } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';

export interface WitnessRequest {
  /** Size of the tree the witness cosigned last; 0 for none. */
  readonly oldSize: number;
  /** Consistency proof from there. */
  readonly proof: readonly Uint8Array[];
  /** Signed note. */
  readonly checkpoint: string;
}

/** Content type of the size a witness answers with when the old size is not the one it has. */
export const SIZE_TYPE = 'text/x.tlog.size';

const PROOF_LINES = 63;

export function witnessRequestText({ oldSize, proof, checkpoint }: WitnessRequest): string {
  return `${[`old ${oldSize}`, ...proof.map(base64Of)].join('\n')}\n\n${checkpoint}`;
}

/** Reads a request. Refuses PROOF_INVALID for one in any other writing. */
export function parseWitnessRequest(text: string): WitnessRequest {
  const [, old = '', path = '', checkpoint = ''] =
    /^old (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([\s\S]+)$/.exec(text) ?? [];
  const proof = path.split('\n').slice(0, -1).map(bytesOfBase64);
  const read = { oldSize: Number(old), proof, checkpoint };
  if (checkpoint === '' || proof.length > PROOF_LINES || witnessRequestText(read) !== text) {
    throw new Refusal('PROOF_INVALID');
  }
  return read;
}
