import { describe, expect, test } from 'vitest';
import {
  crashPage,
  documentOf,
  fileOf,
  forbiddenSwitch,
  fuses,
  isOwnSender,
  mayNavigate,
  PAGE,
  pageHeaders,
  permission,
  schemePrivileges,
  Watchdog,
  windowOptions,
} from './decisions.ts';

test('the window is one screen, and its page has nothing but the bridge', () => {
  const { kiosk, closable, webPreferences } = windowOptions('/preload.cjs');
  expect([kiosk, closable]).toEqual([true, false]);
  expect(webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    devTools: false,
  });
});

test('the binary runs this program and no other', () => {
  expect(fuses).toEqual({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    GrantFileProtocolExtraPrivileges: false,
    EnableCookieEncryption: true,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    WasmTrapHandlers: true,
  });
});

test.each([
  '--inspect=9229',
  '--inspect-brk',
  '--remote-debugging-port=1',
  '--no-sandbox',
  '--proxy-server=x',
])('nothing is started with %s', (word) => {
  expect(forbiddenSwitch(['electron', word])).toBe(word);
});

test('a plain start is a start', () => {
  expect(forbiddenSwitch(['/opt/kawei/kawei-booth', '--ozone-platform=wayland'])).toBeNull();
});

const strangers = [
  'https://example.com/',
  'file:///etc/passwd',
  'kawei://other/',
  'data:text/html,x',
  'javascript:alert(1)',
  'about:blank',
  'not an address',
];

test.each(strangers)('the page does not go to %s, which has no file and no say', (address) => {
  expect(mayNavigate(address)).toBe(false);
  expect(fileOf(address)).toBeNull();
  expect(isOwnSender({ url: address, parent: null })).toBe(false);
});

test('the page itself is heard, a frame within it is not', () => {
  expect(isOwnSender({ url: PAGE, parent: null })).toBe(true);
  expect(isOwnSender({ url: PAGE, parent: {} })).toBe(false);
  expect(isOwnSender(null)).toBe(false);
});

test.each(['media', 'geolocation', 'clipboard-read', 'hid', 'display-capture'])('nobody may %s', (name) => {
  expect(permission(name)).toBe(false);
});

test('addresses of the scheme are files of the page, and no others', () => {
  expect(fileOf(PAGE)).toBe('index.html');
  expect(fileOf(`${PAGE}assets/index.js?x=1`)).toBe('assets/index.js');
  for (const path of ['..%2f..%2fsettings.ts', 'a/.env', 'a%5c..%5cb', '%00', '%zz'])
    expect(fileOf(`${PAGE}${path}`), path).toBeNull();
  expect(fileOf(`${PAGE}../../settings.ts`)).toBe('settings.ts'); // of the built page
});

test('a document of a bid has an address of the scheme, and nothing else is taken for one', () => {
  const digest = 'ab'.repeat(32);
  expect(documentOf(`${PAGE}documents/${digest}`)).toBe(digest);
  for (const address of [
    `${PAGE}documents/${digest}/x`,
    `${PAGE}documents/..%2f${digest}`,
    `kawei://other/documents/${digest}`,
    `https://booth/documents/${digest}`,
  ])
    expect(documentOf(address), address).toBeNull();
  expect(schemePrivileges).toEqual({ standard: true, secure: true, supportFetchAPI: true, stream: true });
});

test('every answer has the policy: own scripts only, no frames, no objects', () => {
  const { 'content-security-policy': policy = '' } = pageHeaders('text/html');
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
});

describe('the watchdog', () => {
  test('shows a page anew that hangs or dies; again and again, a screen that says what to do', () => {
    const dog = new Watchdog();
    expect([0, 1000, 2000].map((at) => dog.failed(at))).toEqual(['reload', 'reload', 'reload']);
    expect(dog.gone('crashed', 3000)).toBe('crash-screen');
    expect(dog.gone('oom', 100_000)).toBe('reload');
    expect(dog.gone('clean-exit', 100_001)).toBe('none');
  });

  test('the crash screen names the booth as text, whatever it is called', () => {
    const page = crashPage('<script>', 'PAGE_HUNG', '09:00');
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
  });
});
