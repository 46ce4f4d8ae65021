import { existsSync, readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { documentsIn, isShelved, removeDeadUploads, shelve } from '#hub/bid-documents/shelf.ts';
import { DRAFT } from '#hub/store/durable-file.ts';
import { digest, piecesFrom } from './document.ts';
import type { KeptPlace } from './place.ts';

const LONG_AFTER = new Date(Date.now() + 7 * 86_400_000);

/** A bid's document on the hub's shelf. */
export const place: KeptPlace = {
  async work(directory, told) {
    told((await shelve(directory, Readable.from(piecesFrom(0)), 1)).digest);
  },
  async faults(directory, told) {
    const found: string[] = [];
    const names = () => (existsSync(documentsIn(directory)) ? readdirSync(documentsIn(directory)) : []);
    for (const name of names().filter((one) => !one.endsWith(DRAFT)))
      if (!(await isShelved(directory, name.replace('.pdf', '')))) found.push(`${name} is not whole`);
    for (const one of told) if (!(await isShelved(directory, one))) found.push(`${one} is lost`);
    await this.work(directory, () => {}, {});
    removeDeadUploads(directory, LONG_AFTER);
    if (names().join() !== `${digest}.pdf`) found.push(`there is ${names().join()}`);
    return found;
  },
};
