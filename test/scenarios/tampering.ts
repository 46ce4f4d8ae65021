/** Ways in which somebody with an evidence folder could make it tell another story, each true file by file. */
import { readFileSync } from 'node:fs';
import { base64Of, bytesOfBase64 } from '#shared/canonical/index.ts';
import type { Certificate, CertificateEntry } from '#shared/ledger/certificate.ts';
import type { Project } from '#shared/projects/project.ts';
import { score } from '#shared/scoring/score.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';

export type Files = Map<string, Uint8Array>;

const CERTIFICATE = 'certificate.json';

export const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
export const jsonOf = <T>(files: Files, path: string) => JSON.parse(textOf(files.get(path))) as T;
export const namesIn = (files: Files, folder: string) =>
  [...files.keys()].filter(
    (path) => path.startsWith(`${folder}/`) && /^[^/]+\.json$/.test(path.slice(folder.length + 1)),
  );

/** Writes a value as the evidence writes its JSON. */
export function write(files: Files, path: string, value: unknown): void {
  files.set(path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));
}

/** A statement with its signature and time-stamp. */
function move(files: Files, from: string, to: string): void {
  for (const ending of ['', '.p7s', '.tsr']) {
    const bytes = files.get(from + ending);
    if (bytes) files.set(to + ending, bytes);
    files.delete(from + ending);
  }
}

export function removeFolder(files: Files, folder: string): void {
  for (const path of [...files.keys()]) if (path.startsWith(`${folder}/`)) files.delete(path);
}

interface Read extends CertificateEntry {
  readonly type: string;
}

/** Rewrites the certificate with those of its entries that are wanted. */
function keepEntries(files: Files, wanted: (entry: Read) => boolean): void {
  const certificate = jsonOf<Certificate>(files, CERTIFICATE);
  const entries = certificate.entries.filter((entry) => {
    const { type } = JSON.parse(textOf(bytesOfBase64(entry.leaf))) as { type: string };
    return wanted({ ...entry, type });
  });
  write(files, CERTIFICATE, { ...certificate, entries });
}

/** The result anew, from the sheets that count now. */
export function countAgain(files: Files, changes: object = {}): void {
  const project = jsonOf<Project>(files, 'project.json');
  const sheets = namesIn(files, 'sheets').map((path) => jsonOf<Sheet>(files, path));
  const result = jsonOf<{ bidders: { id: string }[] }>(files, 'result.json');
  const valid = result.bidders.map(({ id }) => id);
  write(files, 'result.json', { ...result, ...score(project, sheets, valid, []), ...changes });
}

const expertIn = ({ payload }: Read) => (payload as { expert?: string } | undefined)?.expert;
const fileOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** By what they do; each leaves every signature, time-stamp and proof as it was. */
export const alterations: Readonly<Record<string, (files: Files) => void>> = {
  'all sheets but one do not count': (files) => {
    for (const path of namesIn(files, 'sheets').slice(1))
      move(files, path, path.replace('sheets/', 'sheets/earlier/').replace('.json', '-1.json'));
    countAgain(files);
  },
  'the sheet of before the look-back counts': (files) => {
    const [earlier = ''] = namesIn(files, 'sheets/earlier');
    const now = earlier.replace('/earlier', '').replace(/-\d+\.json$/, '.json');
    move(files, now, 'kept.json');
    move(files, earlier, now);
    move(files, 'kept.json', earlier);
    countAgain(files);
  },
  'two experts under each other’s names': (files) => {
    const [one = '', two = ''] = namesIn(files, 'sheets');
    move(files, one, 'kept.json');
    move(files, two, one);
    move(files, 'kept.json', two);
  },
  'one expert was never there': (files) => {
    const [gone = ''] = namesIn(files, 'consents');
    const name = fileOf(gone).replace('.json', '');
    for (const path of [...files.keys()]) if (fileOf(path).startsWith(name)) files.delete(path);
    keepEntries(files, (entry) => expertIn(entry) !== name);
    countAgain(files);
  },
  'one consent is left out': (files) => {
    const [gone = ''] = namesIn(files, 'consents');
    for (const ending of ['', '.p7s', '.tsr']) files.delete(gone + ending);
    keepEntries(files, (entry) => entry.type !== 'consent.signed' || !gone.includes(String(expertIn(entry))));
  },
  'what one consent says is closed again': (files) => {
    const [gone = ''] = namesIn(files, 'consents');
    for (const ending of ['', '.p7s', '.tsr']) files.delete(gone + ending);
    const certificate = jsonOf<Certificate>(files, CERTIFICATE);
    const entries = certificate.entries.map(({ payload, salt, ...proved }) =>
      gone.includes(String((payload as { expert?: string; position?: string })?.expert)) &&
      (payload as { position?: string }).position
        ? proved
        : { ...proved, ...(payload && { payload }), ...(salt && { salt }) },
    );
    write(files, CERTIFICATE, { ...certificate, entries });
  },
  'nothing was looked back at': (files) => {
    keepEntries(files, ({ type }) => !/^(flag|lookback|report\.drawn-up)/.test(type));
    countAgain(files, { flags: [], explanations: [], entry: [] });
  },
  'no draw was ever made': (files) => {
    removeFolder(files, 'draws');
    keepEntries(files, ({ type }) => !type.startsWith('draw.'));
  },
  'the draws of the seats are left out': (files) => {
    for (const path of namesIn(files, 'draws'))
      if (textOf(files.get(path)).includes('"kind": "seats"')) files.delete(path);
  },
  'a draw is added': (files) => {
    const [draw = ''] = namesIn(files, 'draws');
    files.set('draws/another-1.json', files.get(draw) ?? new Uint8Array());
  },
  'draws of seats are made up, as if certificates did not have them yet': (files) => {
    asBefore(files);
    const [seats = ''] = namesIn(files, 'draws').filter((path) =>
      textOf(files.get(path)).includes('"kind": "seats"'),
    );
    write(files, seats, JSON.parse(readFileSync('docs/examples/seat-draw.json', 'utf8')));
  },
  'the pledges are left out': (files) => removeFolder(files, 'pledges'),
  'another project’s certificate': (files) => {
    const certificate = jsonOf<Certificate>(files, CERTIFICATE);
    write(files, CERTIFICATE, { ...certificate, project: 'ANOTHER-PROJECT' });
  },
  'nothing but the seal is left': (files) => {
    for (const folder of ['sheets', 'draws', 'pledges', 'consents']) removeFolder(files, folder);
    keepEntries(files, ({ type }) => type === 'project.entered' || type === 'report.sealed');
    write(files, 'result.json', { bidders: [], struck: [], flags: [], explanations: [], entry: [] });
  },
};

/** As certificates were before pledges were disclosed and the draws of seats stood in them. */
export function asBefore(files: Files): void {
  const certificate = jsonOf<Certificate>(files, CERTIFICATE);
  const entries = certificate.entries.flatMap(({ payload, salt, ...proved }) => {
    const { type, subject } = JSON.parse(textOf(bytesOfBase64(proved.leaf))) as {
      type: string;
      subject: string;
    };
    if (type === 'draw.completed' && !subject.startsWith(`draw/${certificate.project}`)) return [];
    const told = type === 'pledge.signed' ? {} : { ...(payload && { payload }), ...(salt && { salt }) };
    return [{ ...proved, ...told }];
  });
  write(files, CERTIFICATE, { ...certificate, entries });
}

const entryWith = (change: (entry: CertificateEntry) => object) => (files: Files) => {
  const certificate = jsonOf<Certificate>(files, CERTIFICATE);
  const [first, ...others] = certificate.entries;
  if (first)
    write(files, CERTIFICATE, { ...certificate, entries: [{ ...first, ...change(first) }, ...others] });
};
const sheetThatIs = (text: string) => (files: Files) => {
  const [path = ''] = namesIn(files, 'sheets');
  files.set(path, new TextEncoder().encode(text));
};
const resultThatIs = (value: unknown) => (files: Files) => write(files, 'result.json', value);
const nested = (depth: number): object => {
  let value: object = {};
  for (let n = 0; n < depth; n++) value = { a: value };
  return value;
};

/** What is no evidence at all: each is to be named, none may throw. */
export const nonsense: Readonly<Record<string, (files: Files) => void>> = {
  'a result that is null': resultThatIs(null),
  'a result without anything': resultThatIs({}),
  'a result that is a list': resultThatIs([]),
  'a result without bidders': resultThatIs({
    bidders: [null],
    struck: [],
    flags: [],
    explanations: [],
    entry: [],
  }),
  'a leaf that is null': entryWith(() => ({ leaf: base64Of(new TextEncoder().encode('null')) })),
  'a payload with half a character': entryWith(() => ({ payload: { a: '\ud800' } })),
  'a payload nested very deep': entryWith(() => ({ payload: nested(2000) })),
  'a salt without a payload': entryWith(() => ({ payload: undefined })),
  'a sheet with an infinite number': sheetThatIs('1e400'),
  'a sheet with half a character': sheetThatIs('"\\ud800"'),
};
