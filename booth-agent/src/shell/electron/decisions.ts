/** What Electron's main process decides, without Electron: everything here is plain data and pure functions. */
import { pagePolicy } from '#shared/protocol/page-policy.ts';

/** The page's own scheme: not `file:`, which may read the disk, and not `http:`, which others can speak. */
export const SCHEME = 'kawei';
export const PAGE = `${SCHEME}://booth/`;

/** What the scheme may: be fetched from by its own page, which reads documents piece by piece; nothing is cached or shared. */
export const schemePrivileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
} as const;

/** Channels between the page and the core. */
export const CHANNELS = { act: 'kawei:act', watch: 'kawei:watch', screen: 'kawei:screen' } as const;

/** The window: one, filling one screen, its page in the sandbox with nothing but the bridge. */
export function windowOptions(preload: string) {
  return {
    show: false,
    kiosk: true,
    fullscreen: true,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    closable: false,
    alwaysOnTop: true,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      spellcheck: false,
      devTools: false,
      backgroundThrottling: false,
    },
  } as const;
}

/** Set in the binary when it is packaged (electronjs.org/docs/latest/tutorial/fuses), by their names there. */
export const fuses = {
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  GrantFileProtocolExtraPrivileges: false,
  EnableCookieEncryption: true,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  WasmTrapHandlers: true,
} as const;

/** Switches on the command line that would open the page to others: with one of these nothing is started. */
export function forbiddenSwitch(words: readonly string[]): string | null {
  const forbidden =
    /^--?(inspect|remote-debugging|js-flags|no-sandbox|disable-web-security|load-extension|proxy|host-(resolver-)?rules|ignore-certificate)/;
  return words.find((word) => forbidden.test(word)) ?? null;
}

/** Whether the page may go there: nowhere but to itself. */
export const mayNavigate = isOwn;

/** Whether a message comes from the page itself: its main frame, at its own address. */
export function isOwnSender(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOwn(frame.url);
}

function isOwn(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === 'booth';
}

/** Nobody is asked for a permission, and nobody has one. */
export function permission(_name: string): false {
  return false;
}

/** The file of the page that an address of the scheme means, relative to the built page; null for none. */
export function fileOf(address: string): string | null {
  if (!isOwn(address)) return null;
  const path = decoded(new URL(address).pathname);
  if (path === null || path.includes('\\') || path.includes('\0')) return null;
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.'))) return null;
  return parts.length === 0 ? 'index.html' : parts.join('/');
}

/** The digest of the bid's document that an address of the scheme means; null for none. */
export function documentOf(address: string): string | null {
  const [, digest] =
    (isOwn(address) && /^\/documents\/([0-9a-f]{64})$/.exec(new URL(address).pathname)) || [];
  return digest ?? null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Headers of every answer of the scheme; the policy is that of the headless shell. */
export function pageHeaders(type: string): Record<string, string> {
  const { upgradeInsecureRequests: _, ...directives } = pagePolicy.contentSecurityPolicy.directives;
  const named = { ...directives, objectSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] };
  const policy = Object.entries(named)
    .map(([name, values]) => `${name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${values.join(' ')}`)
    .join('; ');
  return {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

/** What becomes of the window. */
export type Remedy = 'reload' | 'crash-screen' | 'none';

/** So many restarts of the page within so many milliseconds are a fault that another will not mend. */
const RESTARTS = { most: 3, within: 60_000 };
/** How long a page may be without an answer to its window's events before it counts as hung, in milliseconds. */
export const HUNG_MILLISECONDS = 5000;

/**
 * Watches over the page. The core holds the work and lives on, so a page that hangs or dies is simply shown anew; one
 * that does so again and again gives way to a screen that says what to do.
 */
export class Watchdog {
  readonly #restarts: number[] = [];

  /** The page has hung or died at this time (milliseconds of a clock that is never set). */
  failed(at: number): Remedy {
    while (this.#restarts[0] !== undefined && at - this.#restarts[0] > RESTARTS.within)
      this.#restarts.shift();
    this.#restarts.push(at);
    return this.#restarts.length > RESTARTS.most ? 'crash-screen' : 'reload';
  }

  /** The page's process has gone; one that was told to go needs nothing. */
  gone(reason: string, at: number): Remedy {
    return reason === 'clean-exit' ? 'none' : this.failed(at);
  }
}

/** The screen where the page cannot be kept up: needs no script, no file and no bridge. */
export function crashPage(booth: string, code: string, at: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>卡位</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{margin:0;height:100vh;display:grid;place-content:center;text-align:center;background:#f3f5f8;color:#16181d;font:26px/1.7 'Noto Sans SC','Noto Sans CJK SC',sans-serif}h1{font-size:44px;margin:0 0 16px}p{margin:0 0 12px}small{color:#5b6472}</style>
<h1>页面出现故障，您的内容没有丢失</h1>
<p>已经填写、签名的内容都保存在本终端。</p>
<p>请举手或到大厅前台呼叫工作人员，由工作人员按住电源键重新启动本终端；启动后从原处继续。</p>
<p>This page has failed; your work is kept. Please call the staff, who will start this terminal again.</p>
<small>终端 ${escaped(booth)} · 代码 ${escaped(code)} · ${escaped(at)}</small></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
