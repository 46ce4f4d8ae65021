/** The project's own source files, for tests that read them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Path from the project's root, with `/` → text. */
export type Sources = ReadonlyMap<string, string>;

const root = join(import.meta.dirname, '..');
const skipped = new Set(['node_modules', 'dist', 'output', '.git']);

/** Every `.ts`, `.tsx` and `.css` file below these folders. */
export function readSources(...folders: string[]): Sources {
  const found = new Map<string, string>();
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) visit(path);
      } else if (/\.(tsx?|css)$/.test(entry.name)) {
        found.set(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
      }
    }
  };
  for (const folder of folders) visit(join(root, folder));
  return found;
}

/** It only tries or measures what ships. */
export function isTest(path: string): boolean {
  return path.startsWith('test/') || path.startsWith('bench/') || /\.test\.tsx?$/.test(path);
}
