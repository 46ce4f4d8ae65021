/** The ID card reader on this desk's own machine, through its local service (docs/desk.md). */
import { useEffect, useRef, useState } from 'react';

/** A card that was laid on the reader. */
export interface IdCard {
  readonly name: string;
  readonly idNumber: string;
}

/** `off`: none is set; `lost`: its service does not answer. */
export type ReaderState = 'off' | 'ready' | 'lost';

const REOPEN_MILLISECONDS = 3_000;

/** Hears of every card laid on the reader at this address while the component is there. */
export function useIdReader(address: string, onCard: (card: IdCard) => void): ReaderState {
  const [state, setState] = useState<ReaderState>('off');
  const latest = useRef(onCard);
  latest.current = onCard;
  useEffect(() => {
    if (address === '') return setState('off');
    let timer: ReturnType<typeof setTimeout> | undefined;
    let socket: WebSocket;
    const open = () => {
      socket = new WebSocket(address);
      socket.onopen = () => setState('ready');
      socket.onmessage = ({ data }) => {
        const card = cardOf(data);
        if (card) latest.current(card);
      };
      socket.onclose = () => {
        setState('lost');
        timer = setTimeout(open, REOPEN_MILLISECONDS);
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
    };
  }, [address]);
  return state;
}

/** What the service says, if it is a card: anything else is not for us. */
export function cardOf(data: unknown): IdCard | null {
  try {
    const { format, name, idNumber } = JSON.parse(String(data)) as Record<string, unknown>;
    if (format !== 'kawei/id-card@1' || typeof name !== 'string' || typeof idNumber !== 'string') return null;
    return { name: name.trim(), idNumber: idNumber.trim().toUpperCase() };
  } catch {
    return null;
  }
}
