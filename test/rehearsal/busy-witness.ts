/**
 * A process that is a witness of many ledgers, each of which shows it one checkpoint, and says on standard output what
 * was cosigned: to be killed at any moment. `node busy-witness.ts DATA`.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { writeSync } from 'node:fs';
import { sha256 } from '#shared/canonical/index.ts';
import { checkpointText } from '#shared/ledger/checkpoint.ts';
import { ED25519, keyIdOf, signatureLine, verifierKeyText } from '#shared/ledger/note.ts';
import { witnessRequestText } from '#shared/ledger/witness-request.ts';
import { startWitness } from '#witness/witness.ts';

/** A line of standard output: the ledger whose checkpoint was cosigned, and by which key. */
export interface Cosigned {
  readonly origin: string;
  readonly key: string;
}

const NAME = 'rehearsal.invalid/witness';
const LEDGERS = 30;

const ledgers = Array.from({ length: LEDGERS }, (_, number) => {
  const origin = `rehearsal.invalid/${number}`;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  const text = checkpointText({ origin, size: 1, root: sha256(origin) });
  const signature = sign(null, Buffer.from(text), privateKey);
  const note = `${text}\n${signatureLine(origin, keyIdOf(origin, ED25519, raw), signature)}`;
  return { origin, verifierKey: verifierKeyText(origin, raw), note };
});

const [, , data = ''] = process.argv;
const witness = await startWitness({
  settings: { host: '127.0.0.1', port: 0, data, name: NAME },
  logs: ledgers.map(({ verifierKey }) => verifierKey),
  warn: () => {},
});
for (const { origin, note: checkpoint } of ledgers) {
  const body = witnessRequestText({ oldSize: 0, proof: [], checkpoint });
  const answer = await fetch(`${witness.address}/add-checkpoint`, { method: 'POST', body });
  const said: Cosigned = { origin, key: witness.verifierKey };
  if (answer.status === 200) writeSync(1, `${JSON.stringify(said)}\n`);
}
// Until it is killed.
setInterval(() => {}, 60_000);
