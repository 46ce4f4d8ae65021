/** Files a person has chosen, held in the browser: they are read here and sent nowhere. */
import { unzipSync } from 'fflate';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Folder } from '#shared/verification/folder.ts';

/** What goes along with a certificate or a proof, and is no part of it. */
const BESIDE = ['ca.pem', 'key'] as const;

export interface ChosenFiles {
  /** What is to be verified. */
  readonly folder: Folder;
  /** Trust anchors and key of the ledger that were chosen along with a single file. */
  readonly beside: Readonly<Record<(typeof BESIDE)[number], string | null>>;
}

/** Reads what was chosen: single files, a folder, or a ZIP of one. Refuses ZIP_INVALID. */
export async function readChosen(files: readonly File[]): Promise<ChosenFiles> {
  const read = await Promise.all(
    files.map(async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return /\.zip$/i.test(file.name) ? unzipped(bytes) : [[pathOf(file), bytes] as const];
    }),
  );
  const all = withoutTop(read.flat().filter(([path]) => !path.endsWith('/')));
  if (all.size > 3 || all.has('project.json') || all.has('checkpoint')) {
    return { folder: folderOf(all), beside: { 'ca.pem': null, key: null } };
  }
  const text = (path: string) => {
    const bytes = all.get(path);
    return bytes ? new TextDecoder().decode(bytes) : null;
  };
  const beside = { 'ca.pem': text('ca.pem'), key: text('key') };
  for (const path of BESIDE) all.delete(path);
  return { folder: folderOf(all), beside };
}

const pathOf = (file: File) => file.webkitRelativePath || file.name;

function unzipped(bytes: Uint8Array): [string, Uint8Array][] {
  const names: string[] = [];
  try {
    const filter = ({ name }: { name: string }) => names.push(name) > 0;
    const files = Object.entries(unzipSync(bytes, { filter }));
    // Of two under one name another program may unpack the other.
    if (files.length === names.length) return files;
  } catch {
    // told below
  }
  throw new Refusal('ZIP_INVALID');
}

/** Paths without the folder that all of them lie in. */
function withoutTop(files: readonly (readonly [string, Uint8Array])[]): Map<string, Uint8Array> {
  const top = files[0]?.[0].split('/')[0] ?? '';
  const nested = files.every(([path]) => path.startsWith(`${top}/`));
  return new Map(files.map(([path, bytes]) => [nested ? path.slice(top.length + 1) : path, bytes]));
}

const folderOf = (files: ReadonlyMap<string, Uint8Array>): Folder => ({
  paths: [...files.keys()].sort(),
  read: (path) => files.get(path) ?? null,
});
