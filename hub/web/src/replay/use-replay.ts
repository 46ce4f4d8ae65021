import { useEffect, useState } from 'react';
import type { Text } from '#shared/catalogue/text.ts';
import { RefusedError, send } from '../shell/api.ts';
import type { Replayed } from './replayed.ts';
import type { Answer, Order } from './worker.ts';

export interface Replay {
  readonly busy: boolean;
  readonly replayed: Replayed | null;
  readonly refused: Text | null;
  open(order: Order): void;
  /** Shows what could not even be fetched. */
  refuse(why: Text): void;
}

/** Fetches a transcript from the hub and replays it. */
export async function openNamed({ open, refuse }: Replay, drawId: string, path: string): Promise<void> {
  try {
    open({ name: drawId, text: JSON.stringify(await send<unknown>('GET', path)) });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    refuse(error.sentence);
  }
}

const BROKEN: Text = {
  zh: '复算中途出错，没有得出结论。请刷新页面重试，或用命令 kawei draw replay 复算。',
  en: 'The replay broke off without a verdict. Load the page anew, or use the command kawei draw replay.',
};

const nothing = { busy: false, replayed: null, refused: null };

/** Replays one text at a time, on a thread; a later one takes the place of the one before. */
export function useReplay(): Replay {
  const [order, setOrder] = useState<Order | null>(null);
  const [state, setState] = useState<Pick<Replay, 'busy' | 'replayed' | 'refused'>>(nothing);
  useEffect(() => {
    if (!order) return;
    setState({ ...nothing, busy: true });
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Answer>) => setState({ ...nothing, ...data });
    worker.onerror = () => setState({ ...nothing, refused: BROKEN });
    worker.postMessage(order);
    return () => worker.terminate();
  }, [order]);
  return { ...state, open: setOrder, refuse: (why) => setState({ ...nothing, refused: why }) };
}
