import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The staff pages: one application, served by the hub from `hub/web/dist`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'warn',
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    // Slices of the font stay files of their own: a page fetches only those whose characters it shows.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: { proxy: { '/api': process.env.KAWEI_HUB ?? 'http://127.0.0.1:8080' } },
});
