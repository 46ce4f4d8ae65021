/** The bids' documents on this terminal's disk: each under its digest once it is whole, a draft beside it before. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from './disk.ts';

export class DocumentShelf {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  pathOf(digest: string): string {
    return join(this.#directory, `${digest}.pdf`);
  }

  /** Bytes that have come of a file that is not whole yet. */
  begun(digest: string): number {
    return statSync(this.#draftOf(digest), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Puts what comes behind what is there. Whoever `came` is told of every piece; on the disk before this returns. */
  async append(
    digest: string,
    bytes: AsyncIterable<Uint8Array>,
    came: (total: number) => void,
  ): Promise<void> {
    makeDirectory(this.#directory);
    let total = this.begun(digest);
    const file = await open(this.#draftOf(digest), 'a', 0o600);
    try {
      for await (const piece of bytes) {
        await file.writeFile(piece);
        total += piece.length;
        came(total);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Gives a draft its name if its bytes are those it is called by; else it is thrown away, to be fetched anew. */
  async finish(digest: string): Promise<boolean> {
    const whole = (await digestOfFile(this.#draftOf(digest))) === digest;
    if (whole) renameSync(this.#draftOf(digest), this.pathOf(digest));
    else this.drop(digest);
    return whole;
  }

  /** Whether the file is here and unchanged; one that is not is thrown away. */
  async holds(digest: string): Promise<boolean> {
    if (!existsSync(this.pathOf(digest))) return false;
    if ((await digestOfFile(this.pathOf(digest))) === digest) return true;
    this.drop(digest);
    return false;
  }

  drop(digest: string): void {
    for (const path of [this.#draftOf(digest), this.pathOf(digest)]) rmSync(path, { force: true });
  }

  /** Deletes every file but those of these documents. */
  retain(digests: ReadonlySet<string>): void {
    if (!existsSync(this.#directory)) return;
    for (const name of readdirSync(this.#directory))
      if (!digests.has(name.slice(0, 64)))
        rmSync(join(this.#directory, name), { recursive: true, force: true });
  }

  #draftOf(digest: string): string {
    return join(this.#directory, `${digest}.part`);
  }
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
