import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type {
  BoothBridge,
  BoothScreen,
  BridgeMessage,
  BridgeRequest,
  Intent,
} from '#shared/protocol/bridge.ts';

/** A bridge that also tells whether the agent's core can be reached at this moment. */
export interface LinkedBridge extends BoothBridge {
  watchLink(tell: (up: boolean) => void): () => void;
}

/** The core went away before it answered: whether it stored the act is not known. The next screen shows it. */
export class BridgeLost extends Error {
  constructor() {
    super('the line to the agent was lost before it answered');
    this.name = 'BridgeLost';
  }
}

interface Waiting {
  readonly request: BridgeRequest;
  settle(refusal: RefusalMessage | null): void;
  lose(): void;
}

const FIRST_RETRY_MILLISECONDS = 300;
const LAST_RETRY_MILLISECONDS = 3000;

/** Giving a mark twice changes nothing, so marks wait for the line and are sent again. Other acts are not. */
function repeatable({ kind }: Intent): boolean {
  return kind === 'mark' || kind === 'amend-mark';
}

/** Talks to the agent's core over a loopback WebSocket, and connects again by itself for as long as the page lives. */
export function openWebSocketBridge(address: string): LinkedBridge {
  const shows = new Set<(screen: BoothScreen) => void>();
  const tells = new Set<(up: boolean) => void>();
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | null = null;
  let up = false;
  let retry = FIRST_RETRY_MILLISECONDS;
  let lastScreen: BoothScreen | null = null;
  let lastId = 0;

  const link = (state: boolean): void => {
    up = state;
    for (const tell of tells) tell(state);
  };

  const open = (): void => {
    socket = new WebSocket(address);
    socket.addEventListener('open', () => {
      retry = FIRST_RETRY_MILLISECONDS;
      link(true);
      for (const { request } of waiting.values()) socket?.send(JSON.stringify(request));
    });
    socket.addEventListener('message', ({ data }) => receive(JSON.parse(String(data)) as BridgeMessage));
    socket.addEventListener('close', () => {
      link(false);
      loseUnrepeatable();
      setTimeout(open, retry);
      retry = Math.min(retry * 2, LAST_RETRY_MILLISECONDS);
    });
  };

  const receive = (message: BridgeMessage): void => {
    if (message.type === 'screen') {
      lastScreen = message.screen;
      for (const show of shows) show(message.screen);
      return;
    }
    const found = waiting.get(message.id);
    waiting.delete(message.id);
    found?.settle(message.refusal as RefusalMessage | null);
  };

  const loseUnrepeatable = (): void => {
    for (const [id, one] of waiting) {
      if (repeatable(one.request.intent)) continue;
      waiting.delete(id);
      one.lose();
    }
  };

  open();
  return {
    watch(show) {
      shows.add(show);
      if (lastScreen) show(lastScreen);
      return () => shows.delete(show);
    },
    watchLink(tell) {
      tells.add(tell);
      tell(up);
      return () => tells.delete(tell);
    },
    act(intent) {
      if (!up && !repeatable(intent)) return Promise.reject(new BridgeLost());
      lastId += 1;
      const request: BridgeRequest = { id: lastId, intent };
      return new Promise((settle, refuse) => {
        waiting.set(request.id, { request, settle, lose: () => refuse(new BridgeLost()) });
        if (up) socket?.send(JSON.stringify(request));
      });
    },
  };
}
