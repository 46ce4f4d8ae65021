/** Downloads a project's evidence as a supervisor would, and unpacks it. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import type { Staff } from './staff.ts';

export async function saveEvidence(supervisor: Staff, project: string, directory: string): Promise<void> {
  const files = unzipSync(await supervisor.download(`/api/projects/${project}/evidence.zip`));
  const place = resolve(directory);
  const draft = `${place}.${process.pid}.part`;
  try {
    for (const [name, bytes] of Object.entries(files)) {
      const file = join(draft, name.slice(project.length + 1));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    rmSync(place, { recursive: true, force: true });
    renameSync(draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
