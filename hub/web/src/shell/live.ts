/** The live line: the hub names what has changed, and the views concerned are fetched again. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Changed } from '#shared/protocol/views.ts';
import { queries, refresh, refreshAll, whenUnreached } from './api.ts';

export type LiveState = 'connecting' | 'open' | 'lost';

/** Wait before a line that the browser has given up is opened anew, in milliseconds. */
const REOPEN_MILLISECONDS = 3_000;
/** The hub says every five seconds that it is there. A line that is silent for longer is dead, whatever TCP thinks. */
const SILENT_MILLISECONDS = 12_000;

let state: LiveState = 'connecting';
const listeners = new Set<() => void>();

function become(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Keeps the line open while the component is there. */
export function useLiveLine(): void {
  useEffect(() => openLine(), []);
}

/** Opens the line and keeps it open; the answer closes it. */
function openLine(): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const reopen = () => {
    become('lost');
    clearTimeout(silence);
    clearTimeout(timer);
    source.close();
    timer = setTimeout(open, REOPEN_MILLISECONDS);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(reopen, SILENT_MILLISECONDS);
    const before = state;
    become('open');
    // What changed before the line was open, or while it was down, was told to nobody.
    if (before === 'connecting') refresh('any');
    if (before === 'lost') {
      refreshAll();
      void queries.invalidateQueries({ queryKey: ['session'] }); // it ends a line whose charge has changed
    }
  };
  const open = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource('/api/live');
    source.onopen = heard;
    source.addEventListener('here', heard);
    source.addEventListener('changed', (event) => {
      heard();
      refresh((JSON.parse(event.data) as Changed).topics);
    });
    source.onerror = () => {
      become('lost');
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      void queries.invalidateQueries({ queryKey: ['session'] });
      reopen();
    };
  };
  open();
  // Nothing of the stream itself tells of a line that lets no request through any more.
  whenUnreached(() => state === 'open' && reopen());
  // The machine has no network: the browser says so at once, and the old line is not believed any more.
  window.addEventListener('offline', reopen);
  window.addEventListener('online', open);
  return () => {
    whenUnreached(() => {});
    window.removeEventListener('offline', reopen);
    window.removeEventListener('online', open);
    clearTimeout(timer);
    clearTimeout(silence);
    source.close();
    become('connecting');
  };
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
