import { Card } from 'antd';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hexOf } from '#shared/canonical/index.ts';
import { proveId } from '#shared/pool/id-proof.ts';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { Answer, type Told } from './check-in/answer.tsx';
import { type IdCard, useIdReader } from './check-in/id-reader.ts';
import { type Documents, nothingRead, read } from './check-in/reading.ts';
import type { Latest } from './check-in/scan-line.ts';
import { play } from './check-in/sounds.ts';
import { useScans } from './check-in/use-scan-line.ts';

export interface CheckInHandle {
  focus(): void;
}

interface CheckInCardProps {
  readonly ref: Ref<CheckInHandle>;
  readonly desk: HallDeskView;
  /** The badge of somebody whose seat is drawn: they are here for their slip. */
  onSlip(badge: string): void;
}

/** Some services report a card again as long as it lies there; one that was away for this time has been laid anew. */
const SAME_CARD_MILLISECONDS = 2_000;

/**
 * Check-in without mouse and without a key but those of the scanner: one field, in which the focus stays, takes badge
 * and ID card in either order, and is free for the next person at once.
 */
export function CheckInCard({ ref, desk, onSlip }: CheckInCardProps) {
  const { t } = useTranslation('hall');
  const { line, state } = useScans(desk.site.id);
  const [documents, setDocuments] = useState<Documents>(nothingRead);
  const [told, setTold] = useState<Exclude<Told, { kind: 'latest' }> | null>(null);
  /** The scan whose answer has been cleared away. */
  const [cleared, setCleared] = useState<string | null>(null);
  const card = useRef({ idNumber: '', name: '', at: 0 });
  const named = useRef({ scan: '', name: '' });
  const field = useRef<HTMLInputElement>(null);
  const toField = () => {
    field.current?.focus();
    field.current?.select();
  };
  // Asked by a dialog that is closing, which holds the focus until it is gone.
  useImperativeHandle(ref, () => ({ focus: () => setTimeout(toField) }));
  useFocusIn(toField);
  useHeard(state.latest);

  const tell = (what: Exclude<Told, { kind: 'latest' }>) => {
    setTold(what);
    play(what.kind === 'unreadable' ? 'refused' : 'more');
  };
  /** The badge of somebody who is here already; true when there is nothing to check in. */
  const isHere = (badge: string): boolean => {
    const known = desk.people.find((person) => person.badge === badge);
    if (!known) return false;
    setDocuments(nothingRead);
    if (known.slipReady) {
      setTold(null);
      onSlip(badge);
      return true;
    }
    const { name, seat } = known;
    const key = known.left ? 'check.left' : known.admitted ? 'check.inside' : 'check.again';
    tell({ kind: 'told', text: t(key, { name, seat: seat ?? '' }) });
    return true;
  };
  const take = async (scanned: string) => {
    const reading = read(documents, scanned, desk.identity.needed);
    if (reading.kind === 'unreadable') {
      return tell({ kind: 'unreadable', text: t(`check.unreadable.${reading.what}`) });
    }
    const badge = reading.kind === 'complete' ? reading.badge : reading.documents.badge;
    if (badge !== null && isHere(badge)) return;
    if (reading.kind === 'more') {
      setDocuments(reading.documents);
      return tell({ kind: 'more', documents: reading.documents });
    }
    setDocuments(nothingRead);
    setTold(null);
    const { badge: own, idNumber } = reading;
    const scan = hexOf(random());
    named.current = { scan, name: idNumber === card.current.idNumber ? card.current.name : '' };
    const idProof =
      idNumber === null ? {} : { idProof: proveId(desk.identity.key, { badge: own, idNumber }, random()) };
    const taken = await line.note({ scan, badge: own, ...idProof });
    if (taken === 'done-already') tell({ kind: 'told', text: t('check.twice', { badge: own }) });
    if (taken === 'waits-already') tell({ kind: 'told', text: t('check.waits', { badge: own }) });
  };
  const onCard = ({ idNumber, name }: IdCard) => {
    const now = Date.now();
    const same = card.current.idNumber === idNumber && now - card.current.at < SAME_CARD_MILLISECONDS;
    card.current = { idNumber, name, at: now };
    if (!same) void take(idNumber);
  };
  const reader = useIdReader(desk.identity.reader, onCard);

  const onEnter = (enter: KeyboardEvent<HTMLInputElement>) => {
    if (enter.key !== 'Enter') return;
    // The key that ends the scan must not press a button of the dialog it opens.
    enter.preventDefault();
    const scanned = enter.currentTarget.value;
    enter.currentTarget.value = '';
    if (scanned.trim() !== '') void take(scanned);
  };
  const onEscape = ({ key }: { key: string }) => {
    if (key !== 'Escape') return;
    if (field.current) field.current.value = '';
    setDocuments(nothingRead);
    setTold(null);
    setCleared(state.latest?.scan ?? null);
    toField();
  };
  const { latest } = state;
  const cardName = latest?.scan === named.current.scan ? named.current.name : '';
  const shown: Told | null =
    told ?? (latest && latest.scan !== cleared ? { kind: 'latest', latest, cardName } : null);
  return (
    <Card title={t('check.title')} size="small" onKeyDown={onEscape} extra={<Reader state={reader} />}>
      <label className="field-label" htmlFor="badge">
        {t(desk.identity.needed ? 'check.field' : 'check.badge')}
      </label>
      {/* The browser's own: nothing is drawn anew for each of a scan's keys, which come a few milliseconds apart. */}
      <input
        id="badge"
        ref={field}
        className="scan-field"
        // biome-ignore lint/a11y/noAutofocus: a scanner types wherever the focus is, and this is the page's purpose
        autoFocus
        autoComplete="off"
        placeholder={t(desk.identity.needed ? 'check.field.hint' : 'check.badge.hint')}
        onKeyDown={onEnter}
      />
      <div aria-live="assertive" className="check-answer">
        <Answer told={shown} />
      </div>
    </Card>
  );
}

function Reader({ state }: { state: ReturnType<typeof useIdReader> }) {
  const { t } = useTranslation('hall');
  if (state === 'off') return null;
  return (
    <span className={`reader-${state}`} data-testid="id-reader" data-state={state}>
      {state === 'ready' ? '●' : '▲'} {t(`reader.${state}`)}
    </span>
  );
}

const random = () => crypto.getRandomValues(new Uint8Array(32));

/** Plays what became of the last scan, once. */
function useHeard(latest: Latest | null): void {
  const state = latest?.state;
  const scan = latest?.scan;
  useEffect(() => {
    if (scan !== undefined && state !== undefined && state !== 'sending') play(state);
  }, [scan, state]);
}

/**
 * A scanner types wherever the focus is: it comes back to the field after every click, and with the first key of a scan,
 * from everything that takes no text and stands in no dialog.
 */
function useFocusIn(toField: () => void): void {
  const latest = useRef(toField);
  latest.current = toField;
  useEffect(() => {
    const back = () => {
      const takesText = document.activeElement?.matches('input, textarea');
      if (!takesText && !document.querySelector('[role=dialog]')) latest.current();
    };
    const onKey = ({ key, ctrlKey, metaKey, altKey }: globalThis.KeyboardEvent) => {
      if (key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey) back();
    };
    const onClick = () => setTimeout(back);
    document.addEventListener('keydown', onKey);
    document.addEventListener('click', onClick);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('click', onClick);
    };
  }, []);
}
