import type { BoothBridge } from '#shared/protocol/bridge.ts';
import { type LinkedBridge, openWebSocketBridge } from './web-socket.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload; absent in the headless shell. */
    kaweiBridge?: BoothBridge;
  }
}

/** The bridge of this page: Electron's if its preload gave one, else the WebSocket of the page's own origin. */
export function connect(): LinkedBridge {
  const given = window.kaweiBridge;
  if (!given) return openWebSocketBridge(socketAddress(window.location));
  return {
    watch: (show) => given.watch(show),
    act: (intent) => given.act(intent),
    watchLink(tell) {
      tell(true);
      return () => {};
    },
  };
}

/** `/bridge` on the page's own origin. */
function socketAddress({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/bridge`;
}
