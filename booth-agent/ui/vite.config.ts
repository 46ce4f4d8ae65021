import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Keeps the woff2 slices of the bundled font only: every Chromium reads them, and the woff copies double the size. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('@fontsource')) return null;
    return code.replaceAll(/, url\([^)]+\.woff\) format\('woff'\)/g, '');
  },
};

// The expert's pages, served by the booth's own agent (headless shell) or loaded as files (Electron).
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [woff2Only],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // No data: addresses and no inline script, so that the strictest content policy for scripts and fonts fits.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // Ant Design's "use client" marks mean nothing to a page without a server.
      onLog: (level, log, tell) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
});
