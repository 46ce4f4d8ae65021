/** Keeps the arrows of the house: who may never import whom. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, reachable } from './imports.ts';
import { isTest, readSources, type Sources } from './sources.ts';

/** One arrow that must never be drawn: what breaks it, and a file that would. */
interface Rule {
  readonly never: string;
  readonly broken: (sources: Sources) => string[];
  readonly planted: Readonly<Record<string, string>>;
}

/** Files longer than this want a reason. */
const LINES = 350;
const long: Readonly<Record<string, string>> = {
  'hub/src/scoring/evaluation.test.ts': 'one story of an evaluation, told step by step',
  'test/hub/replacement.test.ts': 'one morning of replacements and moves, each standing on the one before',
  'test/pages/admin-pages.test.ts':
    'every administrator’s pages against one hub, each standing on what the one before made',
  'test/pages/booth-ui.test.ts': 'every screen of the booth in one browser, in the order of an evaluation',
  'test/rehearsal/evaluation.ts': 'the whole evaluation folded in memory, one class',
};

/** The files that put the rooms together, and so know all their tables. */
const roomsTogether = new Set(['hub/src/rooms.ts', 'hub/src/store/schema.ts']);

/** One program holds every command; these start a booth agent in a process of its own, and prepare keys for it. */
const ofBooths = new Set(
  ['booth', 'booth-lockdown', 'booth-report', 'key'].map((name) => `hub/src/cli/${name}.ts`),
);
const startsWitness = 'hub/src/cli/witness.ts';

const below = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(folder));
const isPage = (path: string) => below(path, 'hub/web/src/', 'booth-agent/ui/src/');
/** The folder of the hub that a file lies in: `hub/src/people/decide.ts` → `people`. */
const roomOf = (path: string) => /^hub\/src\/([^/]+)\//.exec(path)?.[1] ?? null;
const isDecide = (path: string) => /^hub\/src\/[^/]+\/decide(\.ts$|\/)/.test(path) && !isTest(path);

/** A package, not a file of the project. */
function isPackage(target: string): boolean {
  return !below(target, 'shared/', 'hub/', 'booth-agent/', 'witness/', 'test/', 'bench/');
}

/** Imports of files chosen by `from` that `bad` calls wrong, as `FILE → TARGET`. */
function wrongImports(
  sources: Sources,
  from: (path: string) => boolean,
  bad: (found: Import, path: string) => boolean,
): string[] {
  return [...sources].flatMap(([path, text]) =>
    from(path)
      ? importsOf(path, text)
          .filter((found) => bad(found, path))
          .map(({ target }) => `${path} → ${target}`)
      : [],
  );
}

const ships = (path: string) => !isTest(path);

const rules: readonly Rule[] = [
  {
    never: 'shared → anything outside shared',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'shared/') && ships(path),
        ({ target }) => !isPackage(target) && !below(target, 'shared/'),
      ),
    planted: { 'shared/src/a.ts': "import { x } from '#hub/x.ts';" },
  },
  {
    never: 'shared → what only Node has',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'shared/') && ships(path),
        ({ target }) => target.startsWith('node:') || /^(fs|path|crypto|ws|fastify|kysely)$/.test(target),
      ),
    planted: { 'shared/src/a.ts': "import {\n  readFile,\n} from 'node:fs/promises';" },
  },
  {
    never: 'the second program for draws → anything but itself and packages',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'shared/src/reader/'),
        ({ target }) => !isPackage(target) && !below(target, 'shared/src/reader/'),
      ),
    planted: { 'shared/src/reader/a.ts': "import { digestOf } from '../canonical/index.ts';" },
  },
  {
    never: 'hub → booth agent',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'hub/') && ships(path) && !ofBooths.has(path),
        ({ target }) => below(target, 'booth-agent/'),
      ),
    planted: { 'hub/src/a/b.ts': "export * from '../../../booth-agent/src/core/state.ts';" },
  },
  {
    never: 'witness → anything but shared',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'witness/') && ships(path),
        ({ target }) => !isPackage(target) && !below(target, 'shared/', 'witness/'),
      ),
    planted: { 'witness/src/a.ts': "import { x } from '#hub/x.ts';" },
  },
  {
    never: 'hub or booth agent → witness',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'hub/', 'booth-agent/') && ships(path) && path !== startsWitness,
        ({ target }) => below(target, 'witness/'),
      ),
    planted: { 'hub/src/people/a.ts': "import { judge } from '#witness/judge.ts';" },
  },
  {
    never: 'booth agent → hub',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'booth-agent/') && ships(path),
        ({ target }) => below(target, 'hub/'),
      ),
    planted: { 'booth-agent/src/core/a.ts': "import type { Hub } from '#hub/gateway/hub.ts';" },
  },
  {
    never: "a room → another room's tables",
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'hub/src/') && ships(path) && !roomsTogether.has(path),
        ({ target }, path) =>
          /^hub\/src\/[^/]+\/([a-z]+-)*tables\.ts$/.test(target) && roomOf(target) !== roomOf(path),
      ),
    planted: { 'hub/src/reports/reads.ts': "import type { T } from '../scoring/tables.ts';" },
  },
  {
    never: "booth's core → shell, device adapters, Electron",
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => below(path, 'booth-agent/src/core/') && ships(path),
        ({ target }) =>
          target === 'electron' ||
          below(target, 'booth-agent/src/shell/', 'booth-agent/ui/') ||
          (below(target, 'booth-agent/src/devices/') && target !== 'booth-agent/src/devices/ports.ts'),
      ),
    planted: { 'booth-agent/src/core/a.ts': "import { open } from '../devices/usb-key/pkcs11.ts';" },
  },
  {
    never: 'what ships → test, bench',
    broken: (sources) => wrongImports(sources, ships, ({ target }) => below(target, 'test/', 'bench/')),
    planted: {
      'hub/src/cli/a.ts': "const { sim } = await import('#test/simulators/usb-key/soft-token.ts');",
    },
  },
  {
    never: 'pages → anything but shared, themselves and what runs in a browser',
    broken: (sources) =>
      wrongImports(
        sources,
        (path) => isPage(path) && ships(path),
        ({ target }, path) => {
          if (isPackage(target)) return target.startsWith('node:');
          return !below(target, 'shared/', below(path, 'hub/') ? 'hub/web/' : 'booth-agent/ui/');
        },
      ),
    planted: { 'hub/web/src/a.tsx': "import { decide } from '#hub/people/decide.ts';" },
  },
  {
    never: 'a circle between the decisions of two rooms',
    broken: (sources) => {
      const reach = reachable(new Map([...sources].filter(([path]) => below(path, 'hub/src/'))));
      const decides = [...reach.keys()].filter(isDecide);
      return decides.flatMap((one) =>
        decides
          .filter((other) => one < other && roomOf(one) !== roomOf(other))
          .filter((other) => reach.get(one)?.has(other) && reach.get(other)?.has(one))
          .map((other) => `${one} ⇄ ${other}`),
      );
    },
    planted: {
      'hub/src/a/decide.ts': "import { b } from '../b/reads.ts';",
      'hub/src/b/reads.ts': "import { c } from './decide/c.ts';",
      'hub/src/b/decide/c.ts': "import { a } from '../../a/decide.ts';",
    },
  },
  {
    never: 'a record that lets a key with a line break pass unchecked (see `keyed`)',
    broken: (sources) =>
      [...sources]
        .filter(
          ([path, text]) =>
            path !== 'shared/src/protocol/primitives.ts' && ships(path) && /Type\.Record\(/.test(text),
        )
        .map(([path]) => path),
    planted: { 'shared/src/protocol/a.ts': 'const Marks = Type.Record(Type.String(), Mark);' },
  },
  {
    never: `a file of more than ${LINES} lines without a reason`,
    broken: (sources) =>
      [...sources]
        .filter(([path, text]) => text.split('\n').length - 1 > LINES && !(path in long))
        .map(([path]) => path),
    planted: { 'hub/src/a.ts': 'x\n'.repeat(LINES + 1) },
  },
];

const sources = readSources('shared', 'hub', 'booth-agent', 'witness', 'installers', 'test', 'bench');

test('the sources are found, and their imports are read', () => {
  expect(sources.size).toBeGreaterThan(200);
  const found = importsOf(
    'hub/src/a/b.ts',
    [
      "import 'reflect-metadata';",
      "import type { A } from './c.ts';",
      'import {',
      '  one,',
      "} from '#shared/x.ts';",
      "export * from '../d.ts';",
      "export const text = 'import';",
      " * import { not } from 'a-comment';",
      "const later = await import('pdfkit');",
    ].join('\n'),
  );
  expect(found).toEqual([
    { target: 'reflect-metadata', typeOnly: false },
    { target: 'hub/src/a/c.ts', typeOnly: true },
    { target: 'shared/src/x.ts', typeOnly: false },
    { target: 'hub/src/d.ts', typeOnly: false },
    { target: 'pdfkit', typeOnly: false },
  ]);
});

describe.each(rules)('never $never', ({ broken, planted }) => {
  test('is kept', () => {
    expect(broken(sources)).toEqual([]);
  });

  test('would be found', () => {
    expect(broken(new Map(Object.entries(planted)))).toHaveLength(1);
  });
});

test('every reason for a long file is still needed', () => {
  for (const path of Object.keys(long))
    expect((sources.get(path) ?? '').split('\n').length - 1, path).toBeGreaterThan(LINES);
});

test('every room of the hub is told in both languages where things live', () => {
  const rooms = [...sources.keys()].flatMap((path) => /^hub\/src\/([^/]+)\/room\.ts$/.exec(path)?.[1] ?? []);
  expect(rooms.length).toBeGreaterThan(20);
  for (const file of ['README.md', 'README.zh-CN.md']) {
    const told = readFileSync(file, 'utf8');
    expect(rooms.filter((room) => !told.includes(`\`${room}\``))).toEqual([]);
  }
});
