/**
 * A disk that forgets: it is told what a process did to its files, and can be written out as it was before the
 * power went, with only what was synced. The strictest reading of POSIX: content is kept from the last fsync of
 * the file, names from the last fsync of the directory, in whatever order they were made.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DiskCall } from './recording.ts';

interface FileNode {
  readonly kind: 'file';
  now: Uint8Array;
  synced: Uint8Array;
}
interface DirectoryNode {
  readonly kind: 'directory';
  readonly now: Map<string, Node>;
  synced: Map<string, Node>;
}
type Node = FileNode | DirectoryNode;

export class DiskImage {
  readonly #root: string;
  readonly #top: DirectoryNode;

  /** The files below `root` as they are, all of them safe. */
  constructor(root: string) {
    this.#root = root;
    this.#top = load(root);
  }

  /** One call of the process. */
  apply(call: DiskCall): void {
    switch (call.what) {
      case 'create':
        this.#parent(call.path).now.set(basename(call.path), file(new Uint8Array()));
        return;
      case 'make-directory':
        this.#parent(call.path).now.set(basename(call.path), directory());
        return;
      case 'unlink':
        this.#parent(call.path).now.delete(basename(call.path));
        return;
      case 'rename': {
        const node = this.#find(call.path);
        this.#parent(call.path).now.delete(basename(call.path));
        this.#parent(call.to).now.set(basename(call.to), node);
        return;
      }
      case 'sync': {
        const node = this.#find(call.path);
        if (node.kind === 'file') node.synced = node.now;
        else node.synced = new Map(node.now);
        return;
      }
      default: {
        const node = this.#find(call.path);
        if (node.kind === 'file') node.now = changed(node.now, call);
      }
    }
  }

  /** Writes the files as the next start finds them: after a power cut `synced`, after a kill `now`. */
  write(target: string, what: 'synced' | 'now'): void {
    writeTree(this.#top, target, what);
  }

  #parent(path: string): DirectoryNode {
    const node = this.#find(dirname(path));
    if (node.kind !== 'directory') throw new Error(`${dirname(path)} is no directory`);
    return node;
  }

  #find(path: string): Node {
    let node: Node = this.#top;
    for (const name of path.slice(this.#root.length).split('/').filter(Boolean)) {
      const next: Node | undefined = node.kind === 'directory' ? node.now.get(name) : undefined;
      if (!next) throw new Error(`the disk has no ${path}`);
      node = next;
    }
    return node;
  }
}

/** Makes a new array: what was synced keeps its own. */
function changed(before: Uint8Array, call: Extract<DiskCall, { what: 'write' | 'truncate' }>): Uint8Array {
  if (call.what === 'truncate') {
    const after = new Uint8Array(call.length);
    after.set(before.subarray(0, call.length));
    return after;
  }
  const after = new Uint8Array(Math.max(before.length, call.offset + call.data.length));
  after.set(before);
  after.set(call.data, call.offset);
  return after;
}

const file = (content: Uint8Array): FileNode => ({ kind: 'file', now: content, synced: content });
const directory = (): DirectoryNode => ({ kind: 'directory', now: new Map(), synced: new Map() });

function load(path: string): DirectoryNode {
  const node = directory();
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const at = join(path, entry.name);
    node.now.set(entry.name, entry.isDirectory() ? load(at) : file(new Uint8Array(readFileSync(at))));
  }
  node.synced = new Map(node.now);
  return node;
}

function writeTree(node: DirectoryNode, target: string, what: 'synced' | 'now'): void {
  mkdirSync(target, { recursive: true });
  for (const [name, child] of node[what]) {
    if (child.kind === 'directory') writeTree(child, join(target, name), what);
    else writeFileSync(join(target, name), child[what]);
  }
}
