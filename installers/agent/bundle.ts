/** Bundles programs of the project: types taken away, packages and own files in a few chunks, which start faster. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages with a binary of their own: they are installed as they are. */
export const natives = ['better-sqlite3', 'node-hid', 'pkcs11js'] as const;

/** The licence of a package that is part of a bundle. */
export interface Licence {
  readonly package: string;
  readonly text: string;
}

/**
 * Bundles `entries` (where each lies in the bundle → its source in the project) into `folder`. A file that looks for
 * another beside it finds it where the project has it, below `folder`. Gives the licences of what was bundled.
 */
export async function bundle(
  folder: string,
  entries: Readonly<Record<string, string>>,
): Promise<readonly Licence[]> {
  const packages = new Set<string>();
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [ownPlaces, packagesSeen(packages)],
    resolve: {
      alias: {
        '#shared': join(root, 'shared/src'),
        '#booth': join(root, 'booth-agent/src'),
        '#hub': join(root, 'hub/src'),
        '#test': join(root, 'test'),
      },
    },
    ssr: { noExternal: true, external: [...natives, 'electron'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([place, file]) => [place, join(root, file)])),
        output: { format: 'esm', entryFileNames: '[name]', chunkFileNames: 'program/[name]-[hash].js' },
      },
    },
  });
  return [...packages].sort().map(licenceOf);
}

const PLACE = '__KAWEI_PLACE__';

/** Of our own files: `import.meta.url` stays what it was in the project, wherever the bundle puts the code. */
const ownPlaces: Plugin = {
  name: 'own-places',
  transform(code, id) {
    if (id.includes('node_modules') || !code.includes('import.meta.url')) return null;
    return code.replaceAll('import.meta.url', `${PLACE}(${JSON.stringify(relative(root, id))})`);
  },
  renderChunk(code, { fileName }) {
    const up = relative(dirname(fileName), '.') || '.';
    return code.replaceAll(
      new RegExp(`${PLACE}\\("([^"]+)"\\)`, 'g'),
      (_whole, file: string) => `new URL(${JSON.stringify(`${up}/${file}`)}, import.meta.url).href`,
    );
  },
};

function packagesSeen(seen: Set<string>): Plugin {
  return {
    name: 'packages-seen',
    moduleParsed({ id }) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
      if (name) seen.add(name);
    },
  };
}

/** Its name and version with the text of its licence, or, where it brings none, the licence's name. */
export function licenceOf(name: string): Licence {
  const folder = join(root, 'node_modules', name);
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'license.md']
    .map((one) => join(folder, one))
    .find((one) => existsSync(one));
  return {
    package: `${name} ${about.version}`,
    text: file ? readFileSync(file, 'utf8').trim() : String(about.license ?? ''),
  };
}
