import { Button } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { BoothScreen, DocumentShown } from '#shared/protocol/bridge.ts';
import { useBooth, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { cellKey } from '../marking/cells.ts';
import { useTexts } from '../texts/index.ts';
import { paneWidth, usePane } from './pane-state.ts';

const Reader = lazy(() => import('./reader.tsx'));

/** Where the expert is on the sheet, as the marking keeps it. */
type Place = { readonly bidder: string; readonly item: string } | null;

/** Opens and closes the documents; F8 leads from the marks to the document and back. Nothing where none are filed. */
export function DocumentsButton() {
  const { t } = useTexts();
  const { documents, session } = useBooth().screen;
  const { layout, setLayout } = usePane();
  const [place] = useDraft<Place>('marks/place', null);
  const there = session !== null && (documents.all?.length ?? 0) > 0;
  useEffect(() => {
    if (!there) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F8') return;
      event.preventDefault();
      const sheet = document.getElementById('document-sheet');
      if (layout === 'closed') setLayout('beside');
      else if (sheet && document.activeElement !== sheet) sheet.focus();
      else {
        setLayout('beside');
        if (place) document.getElementById(cellKey(place.bidder, place.item))?.focus();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [there, layout, setLayout, place]);
  if (!there) return null;
  return (
    <Button
      className="secondary"
      aria-expanded={layout !== 'closed'}
      title={t('documents.keys')}
      onClick={() => setLayout(layout === 'closed' ? 'beside' : 'closed')}
    >
      {t(layout === 'closed' ? 'documents.open' : 'documents.close')}
    </Button>
  );
}

/** The documents of the bidder at hand, beside the work or in its place. */
export function DocumentPane() {
  const { t } = useTexts();
  const { documents } = useBooth().screen;
  const { bidders } = useSession();
  const { layout, setLayout } = usePane();
  const [place] = useDraft<Place>('marks/place', null);
  // Who is chosen here is read until the marks go on to another bidder.
  const [picked, setPicked] = useDraft<{ bidder: string; at: string | undefined } | null>(
    'documents/picked',
    null,
  );
  const [chosen, setChosen] = useDraft<Readonly<Record<string, string>>>('documents/chosen', {});
  const at = place?.bidder;
  const bidder =
    (picked && picked.at === at ? picked.bidder : at) ?? documents.all?.[0]?.bidder ?? bidders[0]?.id ?? '';
  const own = (documents.all ?? []).filter((one) => one.bidder === bidder);
  const shown = own.find(({ digest }) => digest === chosen[bidder]) ?? own[0];
  const width = useWindowWidth();
  return (
    <aside
      className={`document-pane document-pane-${layout}`}
      aria-label={t('documents.open')}
      style={layout === 'beside' ? { width: paneWidth(layout, width) } : {}}
    >
      {layout === 'alone' && <h1 className="document-title">{t('documents.open')}</h1>}
      <div className="document-head">
        <select
          className="pick"
          aria-label={t('documents.bidder')}
          value={bidder}
          onChange={({ target }) => setPicked({ bidder: target.value, at })}
        >
          {bidders.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          className="pick"
          aria-label={t('documents.document')}
          value={shown?.digest ?? ''}
          disabled={own.length < 2}
          onChange={({ target }) => setChosen((old) => ({ ...old, [bidder]: target.value }))}
        >
          {own.map(({ digest, title }) => (
            <option key={digest} value={digest}>
              {title}
            </option>
          ))}
        </select>
        <Button onClick={() => setLayout(layout === 'alone' ? 'beside' : 'alone')}>
          {t(layout === 'alone' ? 'documents.beside' : 'documents.alone')}
        </Button>
      </div>
      <Trouble trouble={documents.trouble} />
      {shown ? (
        <Shown shown={shown} bidder={bidders.find(({ id }) => id === bidder)?.name ?? bidder} />
      ) : (
        <p className="document-told">{t('documents.none')}</p>
      )}
    </aside>
  );
}

function Shown({ shown, bidder }: { shown: DocumentShown; bidder: string }) {
  const { t } = useTexts();
  if (!shown.ready) {
    const percent = Math.floor((shown.got / shown.size) * 100);
    return (
      <output className="document-told">
        {t('documents.coming', { title: shown.title, percent })}
        <progress className="document-progress" aria-label={shown.title} max={100} value={percent} />
      </output>
    );
  }
  return (
    <Suspense fallback={<p className="document-told">{t('documents.opening')}</p>}>
      <Reader key={shown.digest} shown={shown} bidder={bidder} />
    </Suspense>
  );
}

function Trouble({ trouble }: { trouble: BoothScreen['documents']['trouble'] }) {
  const { t } = useTexts();
  if (trouble === null) return null;
  const told = trouble === 'disk-full' ? 'documents.full' : 'documents.failed';
  return (
    <p className="document-told state-bad" role="alert">
      {t(told)}
    </p>
  );
}

function useWindowWidth(): number {
  const [width, setWidth] = useState(window.innerWidth);
  useEffect(() => {
    const measure = (): void => setWidth(window.innerWidth);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return width;
}
