/**
 * The documents of the bids that the present expert reads: fetched one after the other while the line is open, kept
 * through outages, verified before they are shown, and deleted when the session is over, as the notes to oneself are.
 * Nothing else waits for them, and what goes wrong with them stops nothing else.
 */
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { BidDocument } from '#shared/protocol/bid-documents.ts';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { Timers } from '#shared/time/timers.ts';
import { DocumentShelf } from './document-shelf.ts';
import type { BoothRecord } from './record.ts';
import { readingOf } from './state.ts';

/** Where documents come from: the hub. What it refuses is thrown as a Refusal. */
export interface DocumentSource {
  list(signal: AbortSignal): Promise<readonly BidDocument[]>;
  /** The bytes of a document from one on. */
  read(digest: string, from: number, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

/** What is remembered of a session's documents. */
export interface KnownDocuments {
  readonly session: string;
  readonly list: readonly BidDocument[];
}

/** How things stand in the booth. */
export interface Reading {
  /** The session whose expert may read; null where nobody may, or not any more. */
  readonly session: string | null;
  readonly online: boolean;
  readonly known: KnownDocuments | null;
}

export interface DocumentParts {
  /** Without one nothing is read here. */
  readonly source: DocumentSource | undefined;
  readonly shelf: DocumentShelf;
  readonly timers: Timers;
  readonly reading: () => Reading;
  readonly keep: (known: KnownDocuments) => void;
  /** What is shown has changed. */
  readonly changed: () => void;
  readonly log: (line: string) => void;
}

type Shown = BoothScreen['documents'];

export const noDocuments: Shown = { trouble: null, all: null };

/** Shortest and longest wait before what has failed is tried again, and that between two tellings of how far a file is, in milliseconds. */
const RETRY_MILLISECONDS = [2000, 60_000] as const;
const TELL_MILLISECONDS = 500;

/** The documents of a booth with these settings, in a directory of its data. */
export function documentsOf(
  booth: {
    readonly settings: { readonly data: string };
    readonly documents?: DocumentSource;
    readonly log: (line: string) => void;
  },
  record: Pick<BoothRecord, 'kept' | 'entries' | 'keep'>,
  { online, ...rest }: Pick<DocumentParts, 'timers' | 'changed'> & { readonly online: () => boolean },
): Documents {
  return new Documents({
    ...{ ...rest, source: booth.documents, log: booth.log },
    shelf: new DocumentShelf(join(booth.settings.data, 'documents')),
    reading: () => readingOf(record, online()),
    keep: (documents) => record.keep({ documents }),
  });
}

export class Documents {
  readonly #parts: DocumentParts;
  #session: string | null | undefined;
  #cancel = new AbortController();
  #working = false;
  #waiting = () => {};
  #wait: number = RETRY_MILLISECONDS[0];
  #telling: (() => void) | null = null;
  #trouble: Shown['trouble'] = null;
  readonly #got = new Map<string, number>();
  /** Digests of files that are here, whole and verified. */
  readonly #ready = new Set<string>();

  constructor(parts: DocumentParts) {
    this.#parts = parts;
  }

  /** What the page is told. */
  get shown(): Shown {
    const known = this.#known();
    if (!known) return { trouble: this.#trouble, all: null };
    const all = known.list.map((document) => ({
      ...document,
      got: this.#got.get(document.digest) ?? 0,
      ready: this.#ready.has(document.digest),
    }));
    return { trouble: this.#trouble, all };
  }

  /** The file of a document that may be shown now; null for none. */
  fileOf(digest: string): string | null {
    const { session } = this.#parts.reading();
    return session !== null && session === this.#session && this.#ready.has(digest)
      ? this.#parts.shelf.pathOf(digest)
      : null;
  }

  /** Things may stand otherwise: does what is to be done now, and nothing twice. */
  look(): void {
    if (!this.#parts.source) return;
    const { session } = this.#parts.reading();
    if (session !== this.#session) this.#begin(session);
    if (session !== null && !this.#working) void this.#work(this.#parts.source);
  }

  close(): void {
    this.#cancel.abort();
    this.#waiting();
    this.#telling?.();
  }

  #begin(session: string | null): void {
    this.#cancel.abort();
    this.#cancel = new AbortController();
    this.#waiting();
    this.#session = session;
    this.#working = false;
    this.#trouble = null;
    this.#wait = RETRY_MILLISECONDS[0];
    this.#got.clear();
    this.#ready.clear();
    this.#sweep();
  }

  /** Deletes what the present session does not read; after a restart in a session its files are still wanted. */
  #sweep(): void {
    const wanted = this.#known()?.list.map(({ digest }) => digest) ?? [];
    try {
      this.#parts.shelf.retain(new Set(wanted));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#trouble = troubleOf(error);
    this.#parts.log(`documents: ${error instanceof Refusal ? error.code : String(error)}`);
  }

  #known(): KnownDocuments | null {
    const { known } = this.#parts.reading();
    return known !== null && known.session === this.#session ? known : null;
  }

  async #work(source: DocumentSource): Promise<void> {
    const { signal } = this.#cancel;
    this.#working = true;
    try {
      await this.#fetchAll(source, signal);
      if (!signal.aborted) this.#trouble = null;
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
    // What came while the session ended lies where that has deleted already.
    if (signal.aborted) return this.#sweep();
    this.#tell();
    const missing = this.#known()?.list.some(({ digest }) => !this.#ready.has(digest)) ?? true;
    // `working` stays until the wait is over: nobody is asked again and again.
    if (missing) this.#waiting = this.#parts.timers.after(this.#rest(), () => this.#again());
  }

  /** Longer each time that the hub was asked in vain; looking whether the line is back costs nobody anything. */
  #rest(): number {
    const [shortest, longest] = RETRY_MILLISECONDS;
    if (!this.#parts.reading().online) return shortest;
    const now = this.#wait;
    this.#wait = Math.min(2 * now, longest);
    return now;
  }

  #again(): void {
    this.#working = false;
    this.look();
  }

  async #fetchAll(source: DocumentSource, signal: AbortSignal): Promise<void> {
    const { reading, keep, shelf } = this.#parts;
    if (!this.#known()) {
      const { session, online } = reading();
      if (session === null || !online) return;
      const list = await source.list(signal);
      if (signal.aborted) return;
      keep({ session, list });
      this.#parts.changed();
    }
    for (const { digest, size } of this.#known()?.list ?? []) {
      if (signal.aborted) return;
      if (this.#ready.has(digest)) continue;
      const here =
        (await shelf.holds(digest)) ||
        (reading().online && (await this.#fetch(source, { digest, size }, signal)));
      if (signal.aborted) return;
      if (here) {
        this.#ready.add(digest);
        this.#wait = RETRY_MILLISECONDS[0];
      }
      this.#got.set(digest, here ? size : shelf.begun(digest));
      this.#tell();
    }
  }

  async #fetch(
    source: DocumentSource,
    { digest, size }: Pick<BidDocument, 'digest' | 'size'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { shelf, log } = this.#parts;
    const came = (total: number) => {
      if (signal.aborted) throw new Error('the session is over');
      this.#got.set(digest, total);
      this.#tell();
    };
    if (shelf.begun(digest) > size) shelf.drop(digest);
    if (shelf.begun(digest) < size) {
      const bytes = await source.read(digest, shelf.begun(digest), signal).catch(lacking);
      if (!bytes) return false;
      await shelf.append(digest, bytes, came);
    }
    if (signal.aborted || shelf.begun(digest) < size) return false;
    const whole = await shelf.finish(digest);
    if (!whole) log(`documents: ${digest} came with other bytes and is fetched anew`);
    return whole;
  }

  /** Soon, and once for all that changes until then. */
  #tell(): void {
    this.#telling ??= this.#parts.timers.after(TELL_MILLISECONDS, () => {
      this.#telling = null;
      this.#parts.changed();
    });
  }
}

/** A hub that lacks one document keeps nobody from the others. */
function lacking(error: unknown): null {
  if (error instanceof Refusal && error.code === 'BID_DOCUMENT_UNKNOWN') return null;
  throw error;
}

/** What the person is told of a failure: nothing of the line, which the bar tells. */
function troubleOf(error: unknown): Shown['trouble'] {
  const { code = '' } = error as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'BOOTH_DISK_FULL') return 'disk-full';
  return /^(EIO|EROFS|EACCES|EPERM)$/.test(code) ? 'disk-failed' : null;
}
