/** The live line: the hub names what has changed, and the views concerned are fetched again. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Changed } from '#shared/protocol/views.ts';
import { queries, refresh } from './api.ts';

export type LiveState = 'connecting' | 'open' | 'lost';

/** Wait before a line that the browser has given up is opened anew, in milliseconds. */
const REOPEN_MILLISECONDS = 3_000;

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
  let wasLost = false;
  const open = () => {
    source = new EventSource('/api/live');
    source.onopen = () => {
      become('open');
      // What changed while the line was down was told to nobody.
      if (wasLost) refresh();
      wasLost = false;
    };
    source.addEventListener('changed', (event) => refresh((JSON.parse(event.data) as Changed).topics));
    source.onerror = () => {
      wasLost = true;
      become('lost');
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      void queries.invalidateQueries({ queryKey: ['session'] });
      timer = setTimeout(open, REOPEN_MILLISECONDS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
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
