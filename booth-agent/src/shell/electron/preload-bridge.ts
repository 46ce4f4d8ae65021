/** The page's bridge over Electron's messages: the page gets payloads, never an event or the messenger itself. */
import type { BoothBridge, BoothScreen } from '#shared/protocol/bridge.ts';

/** What is used of Electron's `ipcRenderer`. */
export interface Messenger {
  invoke(channel: string, ...values: unknown[]): Promise<unknown>;
  send(channel: string): void;
  on(channel: string, listener: (event: unknown, ...values: unknown[]) => void): unknown;
}

/** `channels`: as `CHANNELS`; a preload in the sandbox has no other file to take them from. */
export function preloadBridge(
  messenger: Messenger,
  channels: { readonly act: string; readonly watch: string; readonly screen: string },
): BoothBridge {
  const shows = new Set<(screen: BoothScreen) => void>();
  let last: BoothScreen | null = null;
  messenger.on(channels.screen, (_event, screen) => {
    last = screen as BoothScreen;
    for (const show of shows) show(last);
  });
  messenger.send(channels.watch);
  return {
    watch(show) {
      shows.add(show);
      if (last) show(last);
      return () => shows.delete(show);
    },
    act: (intent) => messenger.invoke(channels.act, intent) as ReturnType<BoothBridge['act']>,
  };
}
