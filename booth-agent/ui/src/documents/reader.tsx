import { Button } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { DocumentShown } from '#shared/protocol/bridge.ts';
import { useTexts } from '../texts/index.ts';
import { useLeaf } from './pane-state.ts';
import { drawPage, openPdf, type PDFDocumentProxy } from './pdf.ts';
import { Search } from './search.tsx';

/** Steps of zoom, in times the width of the pane. */
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;
/** What the frame around a page takes, in pixels. */
const EDGE = 4;

/** One document, page by page. Loaded when the first is opened: pdf.js is as large as everything else here. */
export default function Reader({ shown, bidder }: { shown: DocumentShown; bidder: string }) {
  const { t } = useTexts();
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [broken, setBroken] = useState(false);
  const { digest, size } = shown;
  const wanted = useRef(shown);
  wanted.current = shown;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the digest says which document it is
  useEffect(() => {
    let here = true;
    const fail = (): void => {
      if (here) setBroken(true);
    };
    setPdf(null);
    setBroken(false);
    const opening = openPdf(wanted.current, fail);
    opening.document.then((opened) => here && setPdf(opened), fail);
    return () => {
      here = false;
      opening.close();
    };
  }, [digest, size]);
  if (broken) return <p className="document-told state-bad">{t('documents.broken')}</p>;
  if (!pdf) return <p className="document-told">{t('documents.opening')}</p>;
  return <Leaves pdf={pdf} shown={shown} bidder={bidder} broken={() => setBroken(true)} />;
}

interface LeavesProps {
  pdf: PDFDocumentProxy;
  shown: DocumentShown;
  bidder: string;
  broken(): void;
}

function Leaves({ pdf, shown, bidder, broken }: LeavesProps) {
  const { t } = useTexts();
  const [leaf, setLeaf] = useLeaf(shown.digest);
  const pages = pdf.numPages;
  const page = Math.min(leaf.page, pages);
  const { zoom } = leaf;
  const turnTo = (next: number): void => setLeaf({ page: Math.min(pages, Math.max(1, next)) });
  const step = (by: 1 | -1): void => {
    const next = by > 0 ? ZOOMS.find((one) => one > zoom) : ZOOMS.findLast((one) => one < zoom);
    if (next !== undefined) setLeaf({ zoom: next });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = {
      PageDown: () => turnTo(page + 1),
      PageUp: () => turnTo(page - 1),
      Home: () => turnTo(1),
      End: () => turnTo(pages),
      '+': () => step(1),
      '=': () => step(1),
      '-': () => step(-1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <>
      <div className="document-tools">
        <Button disabled={page === 1} onClick={() => turnTo(page - 1)}>
          {t('documents.previous')}
        </Button>
        <PageField page={page} pages={pages} turnTo={turnTo} />
        <Button disabled={page === pages} onClick={() => turnTo(page + 1)}>
          {t('documents.next')}
        </Button>
        <Button aria-label={t('documents.smaller')} onClick={() => step(-1)}>
          －
        </Button>
        <Button title={t('documents.fit')} onClick={() => setLeaf({ zoom: 1 })}>
          {Math.round(zoom * 100)}%
        </Button>
        <Button aria-label={t('documents.larger')} onClick={() => step(1)}>
          ＋
        </Button>
        <Search pdf={pdf} page={page} turnTo={turnTo} />
      </div>
      <Sheet
        {...{ pdf, page, zoom, broken, onKeyDown }}
        label={t('documents.region', { bidder, title: shown.title, page })}
      />
    </>
  );
}

function PageField({ page, pages, turnTo }: { page: number; pages: number; turnTo(page: number): void }) {
  const { t } = useTexts();
  const [typed, setTyped] = useState<string | null>(null);
  const go = (): void => {
    const asked = Number(typed?.normalize('NFKC'));
    if (typed && Number.isInteger(asked)) turnTo(asked);
    setTyped(null);
  };
  return (
    <label className="document-page">
      <input
        aria-label={t('documents.page')}
        inputMode="numeric"
        maxLength={5}
        value={typed ?? String(page)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
        onKeyDown={(event) => event.key === 'Enter' && go()}
      />
      <span>{t('documents.of', { pages })}</span>
    </label>
  );
}

interface SheetProps {
  pdf: PDFDocumentProxy;
  page: number;
  zoom: number;
  label: string;
  broken(): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** The page itself, drawn anew for each page, size and width; the one before stays until the next is there. */
function Sheet({ pdf, page, zoom, label, broken, onKeyDown }: SheetProps) {
  const frame = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = frame;
    if (!current) return;
    const watcher = new ResizeObserver(() => setWidth(current.clientWidth));
    watcher.observe(current);
    return () => watcher.disconnect();
  }, []);
  const fail = useRef(broken);
  fail.current = broken;
  useEffect(() => {
    if (width === 0) return;
    const cancel = new AbortController();
    const { signal } = cancel;
    drawPage(pdf, { page, width: (width - EDGE) * zoom, signal }).then(
      (canvas) => {
        if (!canvas || !frame.current) return;
        frame.current.replaceChildren(canvas);
        frame.current.dataset.page = String(page);
        frame.current.scrollTop = 0;
      },
      () => fail.current(),
    );
    return () => cancel.abort();
  }, [pdf, page, width, zoom]);
  return (
    <section
      ref={frame}
      id="document-sheet"
      className="document-sheet"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse
      tabIndex={0}
      aria-label={label}
      onKeyDown={onKeyDown}
    />
  );
}
