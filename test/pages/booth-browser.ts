import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import { type ScriptedCore, startScriptedCore } from '#test/simulators/bridge/scripted-core.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = join(root, 'booth-agent/ui');
const pictures = join(root, 'test/output/screens');

/** The sizes the expert's pages have to fit. */
export const sizes = { small: { width: 1366, height: 768 }, large: { width: 1920, height: 1080 } } as const;

export async function openBrowser(): Promise<Browser> {
  await mkdir(pictures, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Builds the pages if they are not built, or something they are made of is newer. */
export async function builtPages(): Promise<string> {
  const dist = join(pages, 'dist');
  const made = join(dist, 'index.html');
  const isStale = async (): Promise<boolean> => {
    const changed = await Promise.all([join(pages, 'src'), join(root, 'shared/src')].map(newest));
    return !existsSync(made) || (await stat(made)).mtimeMs < Math.max(...changed);
  };
  if (!(await isStale())) return dist;
  const release = await buildLock();
  try {
    if (await isStale()) await build({ configFile: join(pages, 'vite.config.ts'), logLevel: 'error' });
  } finally {
    await release();
  }
  return dist;
}

/** A build takes two seconds; a lock as old as this was left by a run that was killed. */
const OLDEST_LOCK_MILLISECONDS = 60_000;

/** Test files run side by side: one of them builds, the others wait for it. */
async function buildLock(): Promise<() => Promise<void>> {
  const lock = join(root, 'test/output/.building-booth-ui');
  await mkdir(join(root, 'test/output'), { recursive: true });
  for (;;) {
    try {
      await mkdir(lock);
      return () => rm(lock, { recursive: true, force: true });
    } catch {
      const taken = await stat(lock).catch(() => null);
      if (taken && Date.now() - taken.mtimeMs > OLDEST_LOCK_MILLISECONDS) await rm(lock, { recursive: true });
      await sleep(100);
    }
  }
}

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const times = entries.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs);
  return Math.max(0, ...(await Promise.all(times)));
}

/** One booth on the screen: its scripted core and its page. */
export interface BoothOnScreen {
  readonly core: ScriptedCore;
  readonly page: Page;
  /** Everything on the screen that breaks a rule for readers over 60; saves a picture if given a name. */
  look(name?: string): Promise<string[]>;
  /** The expert before has left; another is shown this screen. Much faster than loading the page again. */
  restart(screen: BoothScreen): Promise<void>;
  /** Messages of the browser's console that are errors, e.g. a refused script. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** The screen after an expert has left. */
function left(next: BoothScreen): BoothScreen {
  return { ...next, screen: 'left', session: null, refusal: null };
}

/** The screen as another expert's, for whom the page has kept nothing. */
function newcomer(next: BoothScreen, guest: number): BoothScreen {
  return next.session ? { ...next, session: { ...next.session, expert: `E-${guest}` } } : next;
}

/** Hour and minute of the booth's clock by which a screen is told from the one before. */
function minuteOf(now: string): RegExp {
  const time = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return new RegExp(` ${time.format(new Date(now))}:`);
}

export async function openBooth(
  browser: Browser,
  screen: BoothScreen,
  size: keyof typeof sizes = 'small',
): Promise<BoothOnScreen> {
  const core = await startScriptedCore(await builtPages(), screen);
  const page = await browser.newPage({ viewport: sizes[size] });
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  let guests = 0;
  let minutes = 0;
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(core.address);
  await page.locator('.window').waitFor();
  return {
    core,
    page,
    complaints,
    async look(name) {
      await page.evaluate(() => document.fonts.ready);
      if (name) await page.screenshot({ path: join(pictures, `booth-${name}.png`) });
      return [...(await page.evaluate(brokenRules)), ...(await accessibilityFaults(page))];
    },
    async restart(next) {
      for (const shown of [left(next), newcomer(next, ++guests)]) {
        const now = new Date(Date.parse(next.now) + ++minutes * 60_000).toISOString();
        core.show({ ...shown, now });
        await page.locator('.top-times').getByText(minuteOf(now)).first().waitFor();
      }
      core.intents.length = 0;
    },
    async close() {
      await page.close();
      await core.close();
    },
  };
}

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What axe-core finds against WCAG 2.1, A and AA, and its best practices. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Not as a script of the page's own, which its policy refuses.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `axe ${id}: ${html.slice(0, 160)}`));
  });
}

/** Runs in the page: what is too small, too pale, cut off, or wider than the screen. */
function brokenRules(): string[] {
  const broken: string[] = [];
  const seen = (element: Element): boolean => element.getClientRects().length > 0;
  const named = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? '').slice(0, 20)}”`;
  const rgb = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const ground = (element: Element | null): number[] => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 1) > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  // Relative luminance and contrast of WCAG 2.
  const light = ([r = 0, g = 0, b = 0]: number[]): number => {
    const linear = (part: number): number =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const contrast = (one: number[], other: number[]): number => {
    const [low = 0, high = 0] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  for (const scroller of [
    document.documentElement,
    ...document.querySelectorAll('.page-body, .ant-drawer-body'),
  ]) {
    if (scroller.scrollWidth > scroller.clientWidth) broken.push(`scrolls sideways: ${named(scroller)}`);
  }
  for (const element of document.querySelectorAll('body *')) {
    if (!seen(element)) continue;
    const ownText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    const style = getComputedStyle(element);
    if (ownText) {
      // 18 pt.
      if (Number.parseFloat(style.fontSize) < 24) broken.push(`type of ${style.fontSize}: ${named(element)}`);
      const lines = Number.parseFloat(style.lineHeight) / Number.parseFloat(style.fontSize);
      if (lines < 1.3) broken.push(`lines ${lines.toFixed(2)} apart: ${named(element)}`);
      const seenWell = contrast(rgb(style.color), ground(element));
      if (seenWell < 4.5) broken.push(`contrast of ${seenWell.toFixed(1)}: ${named(element)}`);
      const cut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      if (cut && style.display !== 'inline') broken.push(`cut off: ${named(element)}`);
      const { left, right } = element.getBoundingClientRect();
      if (left < 0 || right > window.innerWidth + 1) broken.push(`beyond the screen: ${named(element)}`);
    }
    if (
      element.matches('button, input, textarea, select, a, [role="button"], [role="tab"], [tabindex="0"]')
    ) {
      const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
      if (width < 60 || height < 60) broken.push(`target of ${width} × ${height} px: ${named(element)}`);
    }
  }
  const primaries = [...document.querySelectorAll('.ant-drawer .ant-btn-primary')].filter(seen);
  const shown =
    primaries.length > 0 ? primaries : [...document.querySelectorAll('.ant-btn-primary')].filter(seen);
  if (shown.length > 1) broken.push(`${shown.length} primary buttons`);
  return broken;
}
