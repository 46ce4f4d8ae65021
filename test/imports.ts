/** Who imports whom, read from the text of the sources. */
import { posix } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import type { Sources } from './sources.ts';

export interface Import {
  /** Path from the project's root, or the name of a package as it is written. */
  readonly target: string;
  /** `import type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** The subpaths of package.json: `#hub/*` → `./hub/src/*`. */
const subpaths = Object.entries(manifest.imports).map(
  ([name, folder]) => [name.replace('*', ''), folder.replace(/^\.\/|\*/g, '')] as const,
);

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const CALL = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every import of a file: statements, re-exports, and calls with a literal. */
export function importsOf(path: string, text: string): Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, typeOnly, specifier = '']) => ({
    target: resolve(path, specifier),
    typeOnly: typeOnly !== undefined,
  }));
  const calls = [...text.matchAll(CALL)].map(([, specifier = '']) => ({
    target: resolve(path, specifier),
    typeOnly: false,
  }));
  return [...statements, ...calls];
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [prefix, folder] = subpaths.find(([one]) => specifier.startsWith(one)) ?? ['', ''];
  return folder + specifier.slice(prefix.length);
}

/** Files that can be reached from each file by what is imported at run time; itself only when in a circle. */
export function reachable(sources: Sources): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map(
    [...sources].map(([path, text]) => [
      path,
      importsOf(path, text)
        .filter(({ target, typeOnly }) => !typeOnly && sources.has(target))
        .map(({ target }) => target),
    ]),
  );
  const reach = (start: string) => {
    const found = new Set<string>();
    const open = [...(direct.get(start) ?? [])];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (found.has(path)) continue;
      found.add(path);
      open.push(...(direct.get(path) ?? []));
    }
    return found;
  };
  return new Map([...sources.keys()].map((path) => [path, reach(path)]));
}
