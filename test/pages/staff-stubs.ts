/** A hub that the staff pages can be shown against: every answer scripted, every request kept. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { SessionView, Topic } from '#shared/protocol/views.ts';
import { type Api, serveDist } from './dist-server.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Answers with a value (JSON), `undefined` (204), or throws: a Refusal as the hub would, anything else for a 500. */
export type Answer = (asked: Asked) => unknown;

const root = fileURLToPath(new URL('../..', import.meta.url));
const screens = fileURLToPath(new URL('../output/screens/', import.meta.url));

/** The built pages; built now unless somebody has. `KAWEI_REBUILD=1` builds them anew. */
export function buildPages(): string {
  const folder = `${root}hub/web/dist`;
  if (!existsSync(`${folder}/index.html`) || process.env.KAWEI_REBUILD) {
    execFileSync('npx', ['vite', 'build', '--config', 'hub/web/vite.config.ts'], { cwd: root });
  }
  return folder;
}

export class StubHub {
  session: SessionView | null = null;
  asked: Asked[] = [];
  url = '';
  #close: () => Promise<void> = async () => {};
  readonly #answers = new Map<string, Answer>();
  readonly #lines = new Set<ServerResponse>();

  /** Forgets everything; `session` is signed in. */
  begin(session: SessionView | null): this {
    this.session = session;
    this.asked = [];
    this.cutLines();
    this.#answers.clear();
    return this.on('GET /api/session', () => ({ session: this.session }));
  }

  /** Scripts the answer of `METHOD /path`; a path may end in `*`. */
  on(address: string, answer: Answer): this {
    this.#answers.set(address, answer);
    return this;
  }

  /** Bodies of the requests to one address, in order. */
  bodies<T>(address: string): T[] {
    return this.asked
      .filter(({ method, path }) => matches(address, `${method} ${path}`))
      .map(({ body }) => body as T);
  }

  /** Tells every open page that topics have changed. */
  changed(...topics: Topic[]): void {
    for (const line of this.#lines) line.write(`event: changed\ndata: ${JSON.stringify({ topics })}\n\n`);
  }

  /** Cuts every live line, as a hub that goes down does. */
  cutLines(): void {
    for (const line of this.#lines) line.destroy();
  }

  /** Its pages may also reach `service`, as the hub lets them reach an ID card reader's. */
  async start(service = ''): Promise<this> {
    const server = await serveDist(buildPages(), this.#api, service);
    this.url = server.url;
    this.#close = server.close;
    return this;
  }

  close(): Promise<void> {
    return this.#close();
  }

  readonly #api: Api = async (request, response) => {
    const { method = '', url: path = '' } = request;
    if (path === '/api/live') return this.#openLine(response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const asked = { method, path, body: bodyOf(request.headers['content-type'], text) };
    this.asked.push(asked);
    const answer = [...this.#answers].find(([address]) => matches(address, `${method} ${path}`))?.[1];
    try {
      if (!answer) throw new Refusal('NOT_FOUND');
      const value = await answer(asked);
      if (value === undefined) response.writeHead(204).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    } catch (error) {
      const message = { zh: '系统内部错误，已记录。', en: 'An internal error; it was logged.' };
      const refused =
        error instanceof Refusal ? error.toMessage() : { code: 'INTERNAL', message, faults: [] };
      const status = error instanceof Refusal ? error.status : 500;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(refused));
    }
  };

  #openLine(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 900\n: open\n\n');
    this.#lines.add(response);
    // As the hub does, or the page takes the line for dead.
    const here = setInterval(() => response.write('event: here\ndata:\n\n'), 5000);
    response.on('close', () => {
      clearInterval(here);
      this.#lines.delete(response);
    });
  }
}

/** A file is kept as it came, anything else as what it says. */
function bodyOf(type: string | undefined, text: string): unknown {
  if (text === '') return undefined;
  return type === 'application/pdf' ? text : JSON.parse(text);
}

function matches(pattern: string, address: string): boolean {
  return pattern.endsWith('*') ? address.startsWith(pattern.slice(0, -1)) : pattern === address;
}

/** Chromium, with a fresh profile. */
export function openBrowser(): Promise<Browser> {
  const flags =
    '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: flags.split(' '),
  });
}

export interface Desktop {
  /** The page at an address with nothing remembered, in China's zone, of the size of the desks' screens. */
  open(address: string): Promise<Page>;
  /** Signs everybody out of this profile. */
  forget(): Promise<void>;
  /** What pages have thrown or complained of. */
  readonly faults: string[];
}

/** One profile for a file's tests, so that the pages' code and fonts are fetched once. */
export async function desktopOf(browser: Browser): Promise<Desktop> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    timezoneId: 'Asia/Shanghai',
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const expected = message.text().includes('Failed to load resource');
    if (message.type() === 'error' && !expected) faults.push(message.text());
  });
  return {
    faults,
    forget: () => context.clearCookies(),
    async open(address) {
      if (page.url().startsWith('http')) await page.evaluate('localStorage.clear(); sessionStorage.clear()');
      await page.emulateMedia({ media: 'screen' });
      await page.goto(address);
      return page;
    },
  };
}

/** Live lines that the page opens from now on wait until the answer is called: so long it shows that it has none. */
export async function holdLines(page: Page): Promise<() => void> {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/api/live', async (route) => {
    await held;
    await route.continue().catch(() => {}); // the page has given it up meanwhile
  });
  return letThrough;
}

/** Keeps what the page looks like now. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(screens, { recursive: true });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${screens}${name}.png`, animations: 'disabled' });
}
