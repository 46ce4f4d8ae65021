/** The core's side of the page's bridge: who asks is looked at first, then what is asked. */
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import { type BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { BridgeCore } from '../bridge.ts';
import { CHANNELS, isOwnSender } from './decisions.ts';

/** What is used of a message's sender. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { send(channel: string, screen: BoothScreen): void; isDestroyed(): boolean };
}

/** What is used of Electron's `ipcMain`. */
export interface MainMessenger {
  handle(channel: string, listener: (event: Sender, intent: unknown) => Promise<unknown>): void;
  on(channel: string, listener: (event: Sender) => void): unknown;
}

/** Serves the page; a message of anybody else, or one that does not fit the protocol, is an error there and nothing here. */
export function servePage(messenger: MainMessenger, core: BridgeCore): void {
  let stop = () => {};
  messenger.on(CHANNELS.watch, ({ senderFrame, sender }) => {
    if (!isOwnSender(senderFrame)) return;
    stop(); // the page was shown anew
    stop = core.watch((screen) => {
      if (!sender.isDestroyed()) sender.send(CHANNELS.screen, screen);
    });
  });
  messenger.handle(CHANNELS.act, async ({ senderFrame }, asked): Promise<RefusalMessage | null> => {
    if (!isOwnSender(senderFrame)) throw new Refusal('CROSS_SITE');
    return core.act(parse(Intent, asked));
  });
}
