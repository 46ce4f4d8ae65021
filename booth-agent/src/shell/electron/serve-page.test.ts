/** One contract, whichever shell carries the bridge: the page's side and the core's, over Electron's kind of messages. */
import { expect, test } from 'vitest';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import { screen } from '#test/pages/booth-screens.ts';
import { CHANNELS, PAGE } from './decisions.ts';
import { preloadBridge } from './preload-bridge.ts';
import { type Sender, servePage } from './serve-page.ts';

/** A wire as Electron's: what crosses it is copied, and nothing but data can. */
function wire(url = PAGE) {
  let listen: (event: unknown, ...values: unknown[]) => void = () => {};
  let watch: (event: Sender) => void = () => {};
  let handle: (event: Sender, intent: unknown) => Promise<unknown> = async () => null;
  const event: Sender = {
    senderFrame: { url, parent: null },
    sender: { isDestroyed: () => false, send: (_channel, told) => listen({}, structuredClone(told)) },
  };
  return {
    page: {
      invoke: (_channel: string, intent: unknown) => handle(event, structuredClone(intent)),
      send: () => watch(event),
      on: (_channel: string, listener: typeof listen) => {
        listen = listener;
      },
    },
    main: {
      on: (_channel: string, listener: typeof watch) => {
        watch = listener;
      },
      handle: (_channel: string, listener: typeof handle) => {
        handle = listener;
      },
    },
  };
}

function core() {
  const shows = new Set<(shown: BoothScreen) => void>();
  const acts: Intent[] = [];
  return {
    acts,
    shows,
    watch(show: (shown: BoothScreen) => void) {
      shows.add(show);
      show(screen());
      return () => shows.delete(show);
    },
    async act(intent: Intent) {
      acts.push(intent);
      return null;
    },
  };
}

test('the page is told the state at once and at each change, and its intents reach the core', async () => {
  const { page, main } = wire();
  const working = core();
  servePage(main, working);
  const bridge = preloadBridge(page, CHANNELS);
  const shown: string[] = [];
  const stop = bridge.watch((one) => shown.push(one.screen));
  for (const show of working.shows) show(screen({ screen: 'slip' }));
  stop();
  for (const show of working.shows) show(screen({ screen: 'key' }));
  expect(shown).toEqual(['badge', 'slip']);
  expect(await bridge.act({ kind: 'badge', badge: 'A-1001' })).toBeNull();
  expect(working.acts).toEqual([{ kind: 'badge', badge: 'A-1001' }]);
});

test('a page shown anew is told the state again, and the one before is told nothing more', () => {
  const { page, main } = wire();
  const working = core();
  servePage(main, working);
  preloadBridge(page, CHANNELS);
  preloadBridge(page, CHANNELS);
  expect(working.shows.size).toBe(1);
});

test('what does not fit the protocol, and who is not the page, reach nothing', async () => {
  const working = core();
  const own = wire();
  servePage(own.main, working);
  const bridge = preloadBridge(own.page, CHANNELS);
  await expect(bridge.act({ kind: 'open-the-door' } as unknown as Intent)).rejects.toThrow();
  const stranger = wire('https://example.com/');
  servePage(stranger.main, working);
  const theirs = preloadBridge(stranger.page, CHANNELS);
  theirs.watch(() => expect.fail('a stranger was told the state'));
  await expect(theirs.act({ kind: 'help' })).rejects.toMatchObject({ code: 'CROSS_SITE' });
  expect(working.acts).toEqual([]);
});
