/** What the command line says and writes: results on standard output, words on standard error. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseJson } from '#shared/canonical/json-text.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { inert } from '#shared/catalogue/text.ts';
import { orUnreadable } from '../readable.ts';

/** Words for the person watching. */
export function say(zh: string, en: string): void {
  process.stderr.write(`${zh}\n${en}\n`);
}

/** One JSON value, the whole of standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * A refusal with every fault and its place; as JSON on standard output too where that was asked for. A place is a name in
 * somebody's file, and a message may hold one.
 */
export function tellRefusal(refusal: Refusal, json: boolean): void {
  const { code, message, faults } = refusal.toMessage();
  const lines = [
    `${code}: ${message.zh}`,
    message.en,
    ...faults.map(
      ({ place, code: fault, message: { zh, en } }) => `  ${place || '·'}  ${fault}  ${zh} / ${en}`,
    ),
  ];
  process.stderr.write(lines.map((line) => `${inert(line)}\n`).join(''));
  if (json) printJson({ refused: { code, message, faults } });
}

/** Reads a JSON file; refuses what is not there or not JSON. */
export function readJson(file: string): unknown {
  return parseJson(
    file,
    orUnreadable(file, () => readFileSync(file, 'utf8')),
  );
}

/** The JSON files of a folder, in order of name; refuses a folder that cannot be read. */
export function jsonFilesIn(folder: string): string[] {
  return orUnreadable(folder, () => readdirSync(folder))
    .filter((name) => name.endsWith('.json'))
    .sort();
}

/** Writes a file whole or not at all. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, file);
  } catch (error) {
    throw new Refusal('FILE_UNWRITABLE', {
      file,
      detail: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
}
