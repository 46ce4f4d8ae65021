/** Files to be verified, wherever they are: on a disk, in a browser's hands, in a test. */
import { Refusal } from '../catalogue/refusal.ts';

export interface Folder {
  /** Paths of all files, with `/` between names. */
  readonly paths: readonly string[];
  read(path: string): Uint8Array | null;
}

/** A folder within a folder. */
export function within(folder: Folder, name: string): Folder {
  const prefix = `${name}/`;
  return {
    paths: folder.paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)),
    read: (path) => folder.read(`${prefix}${path}`),
  };
}

/** A file's bytes. Refuses FILE_UNREADABLE where there is none. */
export function bytesAt(folder: Folder, path: string): Uint8Array {
  const bytes = folder.read(path);
  if (!bytes) throw new Refusal('FILE_UNREADABLE', { file: path, detail: 'ENOENT' });
  return bytes;
}

/** A text in UTF-8. Refuses FILE_NOT_TEXT where it is anything else. */
export function textAt(folder: Folder, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesAt(folder, path));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('FILE_NOT_TEXT', { file: path });
  }
}

/** JSON exactly as the evidence writes it, so that not a space can be changed unseen. */
export function jsonAt(folder: Folder, path: string): unknown {
  const text = textAt(folder, path);
  try {
    const value: unknown = JSON.parse(text);
    if (`${JSON.stringify(value, null, 2)}\n` === text) return value;
  } catch {
    // told below
  }
  throw new Refusal('FILE_NOT_JSON', { file: path });
}
