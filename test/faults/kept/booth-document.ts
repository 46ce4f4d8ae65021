import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DocumentShelf } from '#booth/core/document-shelf.ts';
import { Documents, type KnownDocuments } from '#booth/core/documents.ts';
import { digest, pdf, piecesFrom } from './document.ts';
import type { KeptPlace } from './place.ts';

/** A bid's document on a terminal's disk, fetched from the hub. */
export const place: KeptPlace = {
  async work(directory, told) {
    const documents = reading(directory);
    try {
      const ready = () => documents.shown.all?.[0]?.ready === true;
      documents.look();
      for (let n = 0; n < 200 && !ready(); n += 1) await new Promise((resolve) => setTimeout(resolve, 2));
      if (!ready()) throw new Error(`never ready: ${JSON.stringify(documents.shown)}`);
      told(documents.fileOf(digest) ?? '');
    } finally {
      documents.close();
    }
  },
  async faults(directory, told) {
    const shelf = new DocumentShelf(join(directory, 'documents'));
    const found = told.length > 0 && !(await shelf.holds(digest)) ? ['what was shown is lost'] : [];
    if (shelf.begun(digest) > pdf.length) found.push('more than the whole');
    await this.work(directory, () => {}, {});
    return (await shelf.holds(digest)) ? found : [...found, 'not fetched again'];
  },
};

function reading(directory: string): Documents {
  const known: KnownDocuments = {
    session: 's',
    list: [{ digest, size: pdf.length, bidder: 'B1', title: '技术标' }],
  };
  return new Documents({
    source: {
      list: async () => known.list,
      read: async (_, from) => Readable.from(piecesFrom(from)),
    },
    shelf: new DocumentShelf(join(directory, 'documents')),
    timers: {
      after: (_, work) => {
        const timer = setTimeout(work, 1);
        return () => clearTimeout(timer);
      },
      soon: (work) => void setTimeout(work, 1),
      every: () => () => {},
    },
    reading: () => ({ session: 's', online: true, known }),
    ...{ keep: () => {}, changed: () => {}, log: () => {} },
  });
}
