import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Hub } from '#hub/gateway/hub.ts';
import { evidenceFiles } from '#hub/reports/evidence.ts';

/** Writes the evidence of a project into a folder, as one has it who has unpacked it. */
export async function writeEvidence(hub: Hub, project: string, directory: string): Promise<void> {
  for (const [path, bytes] of await evidenceFiles(hub, project)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
