/** The last readiness report, beside the booth's data: the data itself is held by the agent alone while it runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { parse } from '#shared/protocol/parse.ts';
import { SignedReadiness } from '#shared/protocol/readiness.ts';
import { writeSecret } from '../identity/file.ts';

const FILE = 'readiness.json';

/** Keeps each report in this directory, in the place of the one before. */
export function reportKeeper(directory: string): (readiness: SignedReadiness) => void {
  return (readiness) => writeSecret(join(directory, FILE), `${JSON.stringify(readiness)}\n`);
}

/** Refuses READINESS_NONE where there is none that can be read. */
export function keptReport(directory: string): SignedReadiness {
  try {
    return parse(SignedReadiness, JSON.parse(readFileSync(join(directory, FILE), 'utf8')));
  } catch {
    throw new Refusal('READINESS_NONE', { directory });
  }
}
