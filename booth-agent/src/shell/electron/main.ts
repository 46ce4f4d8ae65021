/** Electron's main process: starts the core, shows its page, and does what `decisions.ts` decides. Nothing else. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, clipboard, ipcMain, protocol, screen, session } from 'electron';
import { BoothCore } from '../../core/booth.ts';
import type { DisplayPort, ScreensPort } from '../../devices/ports.ts';
import { realMachine } from '../../devices/real.ts';
import type { KeyProcess } from '../../devices/usb-key/pkcs11/key.ts';
import { hubDocuments } from '../../identity/hub-documents.ts';
import { MutualTls } from '../../identity/mutual-tls.ts';
import { isEnrolled, readBoothSettings } from '../../settings.ts';
import { documentAnswer } from '../document-answer.ts';
import { reportKeeper } from '../kept-report.ts';
import {
  crashPage,
  documentOf,
  fileOf,
  forbiddenSwitch,
  HUNG_MILLISECONDS,
  mayNavigate,
  PAGE,
  pageHeaders,
  permission,
  type Remedy,
  SCHEME,
  schemePrivileges,
  Watchdog,
  windowOptions,
} from './decisions.ts';
import { servePage } from './serve-page.ts';

const built = fileURLToPath(new URL('../../../ui/dist', import.meta.url));
const preload = fileURLToPath(new URL('../../../dist/preload.cjs', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const screens: ScreensPort = {
  watch(tell) {
    const look = () => tell(screen.getAllDisplays().length);
    look();
    screen.on('display-added', look);
    screen.on('display-removed', look);
    return () => {
      screen.off('display-added', look);
      screen.off('display-removed', look);
    };
  },
};

const word = forbiddenSwitch(process.argv.slice(1));
if (word !== null) {
  process.stderr.write(`not started with ${word}\n`);
  process.exit(2);
}
if (!app.requestSingleInstanceLock()) process.exit(2);
protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: schemePrivileges }]);
app.enableSandbox();
app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
});

await app.whenReady();
await start();

async function start(): Promise<void> {
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const read = readBoothSettings(process.env);
  const identity = isEnrolled(read) ? new MutualTls(read.data, read.hub) : null;
  const settings = identity ? { ...read, booth: identity.booth } : read;
  const window = new BrowserWindow(windowOptions(preload));
  const machine = await realMachine(settings, displayOf(window, settings.booth), log, keyProcess());
  const devices = { ...machine.devices, screens };
  guardSession();
  const core = new BoothCore({
    ...{ settings, devices, log, now: () => new Date(), retry: [500, 5000] },
    ...(identity ? { identity } : {}),
    documents: hubDocuments(settings, identity ?? undefined),
    reported: reportKeeper(settings.data),
  });
  protocol.handle(SCHEME, (request) => {
    const digest = documentOf(request.url);
    if (digest === null) return answer(request);
    return documentAnswer(core.documentFile(digest), request.headers.get('range') ?? undefined);
  });
  servePage(ipcMain, core);
  await devices.lockdown.engage();
  await devices.display.show(PAGE);
  app.on('before-quit', (event) => {
    event.preventDefault();
    void core
      .close()
      .then(() => devices.lockdown.release())
      .then(() => machine.close())
      .finally(() => app.exit());
  });
}

/** Packaged, Electron cannot be Node for the process of the keys (its fuses say so): a Node beside it is. */
function keyProcess(): KeyProcess | undefined {
  if (!app.isPackaged) return undefined;
  const beside = (path: string) => join(process.resourcesPath, path);
  return { node: beside('node'), program: beside('keys/process.js') };
}

/** No permission is given, asked for or held; nothing is downloaded. */
function guardSession(): void {
  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, name, tell) => tell(permission(name)));
  own.setPermissionCheckHandler((_contents, name) => permission(name));
  own.setDevicePermissionHandler(({ deviceType }) => permission(deviceType));
  own.on('will-download', (event) => event.preventDefault());
}

async function answer({ url }: { readonly url: string }): Promise<Response> {
  const file = fileOf(url);
  try {
    if (file === null) throw new Error('no file of the page');
    const headers = pageHeaders(types[extname(file)] ?? 'application/octet-stream');
    return new Response(new Uint8Array(await readFile(join(built, file))), { headers });
  } catch {
    return new Response(null, { status: 404 });
  }
}

function displayOf(window: BrowserWindow, booth: string): DisplayPort {
  const dog = new Watchdog();
  const help = (remedy: Remedy, code: string) => {
    if (remedy === 'reload') void window.loadURL(PAGE);
    if (remedy !== 'crash-screen') return;
    const page = crashPage(booth, code, new Date().toLocaleString('zh-CN'));
    void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`);
  };
  let waiting: NodeJS.Timeout | null = null;
  window.setContentProtection(true);
  window.removeMenu();
  window.on('unresponsive', () => {
    waiting ??= setTimeout(() => {
      waiting = null;
      window.webContents.forcefullyCrashRenderer();
    }, HUNG_MILLISECONDS);
  });
  window.on('responsive', () => {
    if (waiting) clearTimeout(waiting);
    waiting = null;
  });
  window.webContents.on('render-process-gone', (_event, { reason }) =>
    help(dog.gone(reason, performance.now()), `PAGE_${reason.toUpperCase()}`),
  );
  return {
    async show(address) {
      clipboard.clear();
      await window.loadURL(address);
      window.show();
    },
    async blank() {
      window.hide();
      clipboard.clear();
    },
  };
}
