/**
 * What only Electron's binary can show: `npm run test:electron`. The binary is that of KAWEI_ELECTRON, or of the npm
 * package `electron` where it was fetched; without one a single line says so, and nothing is judged.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.KAWEI_ELECTRON ?? join(root, 'node_modules/electron/dist/electron');
const main = join(root, 'booth-agent/src/shell/electron/main.ts');

if (existsSync(binary)) await run();
else process.stdout.write(`NOT RUN Electron: no binary at ${binary}; set KAWEI_ELECTRON\n`);

async function run(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'kawei-electron-'));
  const app = await _electron.launch({
    executablePath: binary,
    args: [main],
    env: {
      ...(process.env as Record<string, string>),
      KAWEI_BOOTH: 'B-01',
      KAWEI_BOOTH_TOKEN: 'a-token-that-is-long-enough',
      KAWEI_HUB: 'ws://127.0.0.1:1',
      KAWEI_BOOTH_DATA: data,
    },
  });
  try {
    const page = await app.firstWindow();
    await page.waitForFunction('window.kaweiBridge !== undefined');
    assert.equal(await page.evaluate('typeof require + typeof process'), 'undefinedundefined');
    await page.evaluate("window.open('https://example.com/')");
    await page.evaluate("location.href = 'https://example.com/'").catch(() => {});
    assert.equal(app.windows().length, 1);
    assert.match(page.url(), /^kawei:\/\/booth\//);
    const kiosk = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk());
    assert.equal(kiosk, true);
    process.stdout.write('passed  Electron\n');
  } finally {
    await app.close();
    rmSync(data, { recursive: true, force: true });
  }
}
