/** Runs in the page's sandbox before the page; bundled into one file. Puts `kaweiBridge` there and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS } from './decisions.ts';
import { preloadBridge } from './preload-bridge.ts';

contextBridge.exposeInMainWorld('kaweiBridge', preloadBridge(ipcRenderer, CHANNELS));
