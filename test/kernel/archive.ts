/** An initramfs: a cpio archive in the format newc (Documentation/driver-api/early-userspace/buffer-format.rst). */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';

const DIRECTORY = 0o040755;
const PROGRAM = 0o100755;

export class Archive {
  readonly #parts: Buffer[] = [];
  readonly #names = new Set<string>();

  directory(name: string): void {
    if (name === '.' || name === '/' || this.#names.has(name)) return;
    this.directory(dirname(name));
    this.#add(name, DIRECTORY, Buffer.alloc(0));
  }

  /** A file, with the directories it lies in. */
  file(name: string, content: Buffer): void {
    if (this.#names.has(name)) return;
    this.directory(dirname(name));
    this.#add(name, PROGRAM, content);
  }

  /** A program or library with the libraries it is linked with, each where its loader looks. */
  program(name: string, path: string): void {
    this.file(name, readFileSync(realpathSync(path)));
    const linked = execFileSync('ldd', [path], { encoding: 'utf8' });
    for (const [, library = ''] of linked.matchAll(/(\/\S+) \(0x/g))
      this.file(library.slice(1), readFileSync(realpathSync(library)));
  }

  bytes(): Buffer {
    this.#add('TRAILER!!!', 0, Buffer.alloc(0));
    return Buffer.concat(this.#parts);
  }

  #add(name: string, mode: number, content: Buffer): void {
    this.#names.add(name);
    const title = Buffer.from(`${name}\0`);
    // magic, then inode, mode, owner, group, links, time, size, four device numbers, length of the name, check
    const fields = [this.#names.size, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, title.length, 0];
    const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
    this.#parts.push(padded(Buffer.concat([Buffer.from(head), title])), padded(content));
  }
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
