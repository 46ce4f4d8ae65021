import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/index.ts';
import { usePane } from './pane-state.ts';
import { type PDFDocumentProxy, pageWith } from './pdf.ts';

/** Finds a text in the pages that follow; where there is room for it, with the document alone on the screen. */
export function Search({
  pdf,
  page,
  turnTo,
}: {
  pdf: PDFDocumentProxy;
  page: number;
  turnTo(page: number): void;
}) {
  const { t } = useTexts();
  const { layout } = usePane();
  const [text, setText] = useState('');
  const [found, setFound] = useState<number | null | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const cancel = useRef<AbortController>(undefined);
  useEffect(() => () => cancel.current?.abort(), []);
  if (layout !== 'alone') return null;
  const find = async (): Promise<void> => {
    cancel.current = new AbortController();
    const { signal } = cancel.current;
    setBusy(true);
    const next = await pageWith(pdf, text, page, signal).catch(() => null);
    if (signal.aborted) return;
    setBusy(false);
    setFound(next);
    if (next !== null) turnTo(next);
  };
  return (
    <form
      className="document-search"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && text.trim() !== '') void find();
      }}
    >
      <input
        aria-label={t('documents.find')}
        placeholder={t('documents.find')}
        maxLength={50}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setFound(undefined);
        }}
      />
      <Button htmlType="submit" disabled={busy || text.trim() === ''}>
        {t('documents.findNext')}
      </Button>
      <output>
        {found === null && t('documents.notFound')}
        {typeof found === 'number' && t('documents.found', { page: found })}
      </output>
    </form>
  );
}
