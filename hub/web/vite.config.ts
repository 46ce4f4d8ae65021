import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/** Every browser that runs these pages reads WOFF2: the older copy of each slice of the font is left out. */
const woff2Alone: Plugin = {
  name: 'woff2-alone',
  enforce: 'pre',
  transform: (code, id) =>
    /@fontsource.*\.css$/.test(id) ? code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '') : null,
};

/** The staff pages: one application, served by the hub from `hub/web/dist`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'warn',
  plugins: [woff2Alone],
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
