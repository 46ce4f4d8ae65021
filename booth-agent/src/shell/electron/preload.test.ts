/** The preload as it is bundled, in real Chromium, with Electron's two objects standing in. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { openBrowser } from '#test/pages/booth-browser.ts';
import { screen } from '#test/pages/booth-screens.ts';
import { crashPage } from './decisions.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test('the bundled preload gives the page a bridge and nothing else; the crash screen reads well', async () => {
  await build({ configFile: here('vite.config.ts'), logLevel: 'silent' });
  const preload = readFileSync(here('../../../dist/preload.cjs'), 'utf8');
  expect([...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual(['electron']);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.evaluate(
      ({ preload, shown }) => {
        const asked: unknown[] = [];
        let tell = (_event: unknown, _screen: unknown) => {};
        const ipcRenderer = {
          invoke: async (channel: string, intent: unknown) => void asked.push([channel, intent]),
          send: () => setTimeout(() => tell({ sender: 'never for the page' }, shown)),
          on: (_channel: string, listener: typeof tell) => {
            tell = listener;
          },
        };
        const contextBridge = {
          exposeInMainWorld: (name: string, value: unknown) =>
            Object.assign(window, { [name]: value, asked }),
        };
        new Function('require', 'module', 'exports', preload)(
          () => ({ ipcRenderer, contextBridge }),
          { exports: {} },
          {},
        );
      },
      { preload, shown: screen() },
    );
    const seen = await page.evaluate(async () => {
      const { kaweiBridge, asked } = window as unknown as {
        kaweiBridge: {
          watch(show: (...values: unknown[]) => void): void;
          act(intent: unknown): Promise<unknown>;
        };
        asked: unknown[];
      };
      const told = await new Promise<unknown[]>((resolve) =>
        kaweiBridge.watch((...values) => resolve(values)),
      );
      await kaweiBridge.act({ kind: 'help' });
      return { told, asked, names: Object.keys(kaweiBridge).sort() };
    });
    expect(seen).toEqual({
      told: [screen()],
      asked: [['kawei:act', { kind: 'help' }]],
      names: ['act', 'watch'],
    });
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.setContent(crashPage('B-01', 'PAGE_CRASHED', '2026-11-26 09:12:30'));
    await page.screenshot({ path: here('../../../../test/output/screens/booth-crash.png') });
    expect(await page.textContent('h1')).toContain('您的内容没有丢失');
    expect(await page.evaluate(() => document.body.scrollHeight <= innerHeight)).toBe(true);
  } finally {
    await browser.close();
  }
});
