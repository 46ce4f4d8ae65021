import { CloseCircleFilled, WarningFilled } from '@ant-design/icons';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { pointsText } from '#shared/scoring/exact.ts';
import { type Failure, useBooth } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';
import { type Cell, cellKey, markText, readMark } from './cells.ts';

/** Where the keyboard leads from a cell. */
export type Move = 'next' | 'previous' | 'up' | 'down' | 'left' | 'right';

/** A pause in typing after which the mark goes out; sooner on Enter, arrows and leaving the cell. */
const PAUSE_MILLISECONDS = 350;

interface MarkFieldProps {
  cell: Cell;
  /** As the core shows it; undefined while none is given. */
  mark: number | undefined;
  /** What is typed and not yet shown by the core; null when nothing is. */
  typed: string | null;
  setTyped(text: string | null): void;
  /** Gives the mark to the core; null takes it back. */
  send(mark: number | null): Promise<Failure | null>;
  move?(from: Cell, to: Move): void;
  /** The expert has come to this cell. */
  entered?(): void;
  differs?: boolean;
  disabled?: boolean;
}

/**
 * The input of one mark. A text that is no valid mark is never stored: the mark before it is taken back, so that
 * a sheet cannot be signed with a number the expert no longer sees.
 */
export function MarkField({
  cell,
  mark,
  typed,
  setTyped,
  send,
  move,
  entered,
  differs = false,
  disabled = false,
}: MarkFieldProps) {
  const { t, read } = useTexts();
  const { linked } = useBooth();
  const { bidder, item } = cell;
  const [refused, setRefused] = useState<Failure | null>(null);
  const [focused, setFocused] = useState(false);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef<number | null | undefined>(undefined);
  const { fault, mark: value } = typed === null ? { fault: null, mark: mark ?? null } : readMark(typed, cell);

  // What the core shows has become what was typed: nothing is left to keep here.
  const shown = mark ?? null;
  useEffect(() => {
    if (sent.current === shown) sent.current = undefined;
    if (typed !== null && !focused && !fault && value === shown) setTyped(null);
  }, [typed, focused, fault, value, shown, setTyped]);

  const give = (text: string): void => {
    clearTimeout(pause.current);
    pause.current = undefined;
    const next = readMark(text, cell).mark;
    if (next === (sent.current === undefined ? shown : sent.current)) return;
    sent.current = next;
    void send(next).then((failure) => {
      if (failure) sent.current = undefined;
      setRefused(failure);
    });
  };
  const flush = (): void => {
    if (pause.current !== undefined && typed !== null) give(typed);
  };
  const flushLatest = useRef(flush);
  flushLatest.current = flush;
  useEffect(() => () => flushLatest.current(), []); // the page may change while the pause runs

  const type = (text: string): void => {
    setTyped(text);
    setRefused(null);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => give(text), PAUSE_MILLISECONDS);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const to = moveOf(event);
    if (!to) return;
    event.preventDefault();
    flush();
    move?.(cell, to);
  };

  const id = cellKey(bidder.id, item.id);
  const short = fault ? shortFault(fault.code) : null;
  return (
    <div className={`mark ${fault || refused ? 'mark-wrong' : ''} ${differs ? 'mark-differs' : ''}`}>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        maxLength={12}
        aria-label={t('marking.cell', { bidder: bidder.name, item: item.title, max: pointsText(item.max) })}
        aria-invalid={fault !== null}
        aria-describedby={short || refused || differs ? `${id}/told` : undefined}
        disabled={disabled}
        value={typed ?? markText(mark)}
        onFocus={(event) => {
          setFocused(true);
          entered?.();
          event.target.select();
        }}
        onBlur={() => {
          setFocused(false);
          flush();
        }}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {(short || refused || differs) && (
        <span className="mark-told" id={`${id}/told`}>
          {short || refused ? <CloseCircleFilled /> : <WarningFilled />}{' '}
          {short
            ? t(short, { max: pointsText(item.max), step: pointsText(item.step) })
            : refused
              ? linked && refused !== 'lost'
                ? read(refused.message)
                : t('marking.notStored')
              : t('marking.shortDiffers')}
        </span>
      )}
    </div>
  );
}

function shortFault(code: string): 'marking.shortRange' | 'marking.shortStep' {
  return code === 'MARK_RANGE' ? 'marking.shortRange' : 'marking.shortStep';
}

/** Sideways arrows leave the cell only from the edge of what is typed, so that a figure can still be corrected. */
function moveOf(event: KeyboardEvent<HTMLInputElement>): Move | null {
  const { selectionStart, selectionEnd, value } = event.currentTarget;
  switch (event.key) {
    case 'Enter':
      return event.shiftKey ? 'previous' : 'next';
    case 'ArrowDown':
      return 'down';
    case 'ArrowUp':
      return 'up';
    case 'ArrowLeft':
      return selectionStart === 0 ? 'left' : null;
    case 'ArrowRight':
      return selectionEnd === value.length ? 'right' : null;
    default:
      return null;
  }
}
