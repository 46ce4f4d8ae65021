/** A PDF read by pdf.js: no script of it runs, no link of it leads anywhere, and its bytes come from this terminal. */
import {
  AnnotationMode,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
  PDFWorker,
} from 'pdfjs-dist';
import Worker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import type { DocumentShown } from '#shared/protocol/bridge.ts';

export type { PDFDocumentProxy } from 'pdfjs-dist';

/** Bytes asked for at a time: of a long document only the pages that are looked at are read. */
const PIECE_BYTES = 524_288;

const beside = (path: string): string => new URL(path, document.baseURI).href;

/** The bytes of one document, from the agent behind this page. */
class FromAgent extends PDFDataRangeTransport {
  readonly #address: string;
  readonly #failed: (error: unknown) => void;
  readonly #cancel = new AbortController();

  constructor({ digest, size }: DocumentShown, failed: (error: unknown) => void) {
    super(size, null);
    this.#address = beside(`documents/${digest}`);
    this.#failed = failed;
  }

  override requestDataRange(begin: number, end: number): void {
    const range = `bytes=${begin}-${end - 1}`;
    fetch(this.#address, { headers: { range }, signal: this.#cancel.signal })
      .then(async (answer) => {
        if (answer.status !== 206) throw new Error(`the agent answered ${answer.status}`);
        this.onDataRange(begin, new Uint8Array(await answer.arrayBuffer()));
      })
      .catch((error: unknown) => {
        if (!this.#cancel.signal.aborted) this.#failed(error);
      });
  }

  override abort(): void {
    this.#cancel.abort();
  }
}

/** A document that is being opened. */
export interface Opening {
  readonly document: Promise<PDFDocumentProxy>;
  close(): void;
}

/** `failed`: its bytes do not come any more. */
export function openPdf(shown: DocumentShown, failed: (error: unknown) => void): Opening {
  const port = new Worker();
  const worker = PDFWorker.create({ port });
  const bytes = new FromAgent(shown, failed);
  const task = getDocument({
    ...{ worker, range: bytes, length: shown.size, rangeChunkSize: PIECE_BYTES },
    ...{ disableAutoFetch: true, disableStream: true, enableXfa: false, useWasm: false },
    ...{ cMapUrl: beside('pdf/cmaps/'), standardFontDataUrl: beside('pdf/standard_fonts/') },
    ...{ wasmUrl: beside('pdf/wasm/') },
  });
  return {
    document: task.promise,
    close() {
      bytes.abort();
      void task.destroy().finally(() => port.terminate());
    },
  };
}

/** Draws a page so wide (CSS pixels). Gives how to stop, and when it is drawn. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  { page, width, signal }: { page: number; width: number; signal: AbortSignal },
): Promise<HTMLCanvasElement | null> {
  const leaf = await pdf.getPage(page);
  if (signal.aborted) return null;
  const natural = leaf.getViewport({ scale: 1 });
  const sharp = window.devicePixelRatio || 1;
  const viewport = leaf.getViewport({ scale: (width / natural.width) * sharp });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.width = `${Math.floor(viewport.width / sharp)}px`;
  // Seals and stamps are drawn with the page; nothing of them can be clicked.
  const task = leaf.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE });
  const stop = (): void => task.cancel();
  signal.addEventListener('abort', stop);
  try {
    await task.promise;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return signal.aborted ? null : canvas;
}

/** The first page after `from`, and then from the beginning, that has this text; null for none. Spaces do not count. */
export async function pageWith(
  pdf: PDFDocumentProxy,
  text: string,
  from: number,
  signal: AbortSignal,
): Promise<number | null> {
  const plain = (one: string): string => one.replaceAll(/\s+/g, '').toLowerCase();
  const sought = plain(text);
  if (sought === '') return null;
  for (let turn = 1; turn <= pdf.numPages && !signal.aborted; turn++) {
    const page = ((from - 1 + turn) % pdf.numPages) + 1;
    const { items } = await (await pdf.getPage(page)).getTextContent();
    const whole = items.map((item) => ('str' in item ? item.str : '')).join('');
    if (plain(whole).includes(sought)) return page;
  }
  return null;
}
