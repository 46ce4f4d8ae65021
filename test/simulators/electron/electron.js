/**
 * Stands in for Electron's own module where its binary is not to be had: what main.ts asks of it, written down and told
 * on standard output once the page has been asked for; nothing is shown.
 */
import { existsSync } from 'node:fs';

const told = { loaded: [], scheme: '', channels: [], preload: false };
const deaf = { on() {}, off() {} };
let answer;

export const app = {
  ...deaf,
  isPackaged: false,
  requestSingleInstanceLock: () => true,
  enableSandbox() {},
  whenReady: async () => {},
};
export const clipboard = { clear() {} };
export const screen = { ...deaf, getAllDisplays: () => [{}] };
export const ipcMain = {
  handle: (channel) => told.channels.push(channel),
  on: (channel) => told.channels.push(channel),
};
export const protocol = {
  registerSchemesAsPrivileged: ([{ scheme }]) => {
    told.scheme = scheme;
  },
  handle: (_scheme, given) => {
    answer = given;
  },
};
export const session = {
  defaultSession: {
    ...deaf,
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
    setDevicePermissionHandler() {},
  },
};

export class BrowserWindow {
  webContents = deaf;
  on() {}
  setContentProtection() {}
  removeMenu() {}
  show() {}
  hide() {}

  constructor({ webPreferences }) {
    told.preload = existsSync(webPreferences.preload);
  }

  async loadURL(address) {
    told.loaded.push(address);
    const page = await answer({ url: address });
    const { status: outside } = await answer({ url: `${address}..%2f..%2fpackage.json` });
    const holds = (await page.text()).includes('<script');
    const type = page.headers.get('content-type');
    const result = {
      ...told,
      channels: told.channels.sort(),
      page: { status: page.status, type, holds },
      outside,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
  }
}
