import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/**
 * What pdf.js fetches as it needs it: the character maps of Chinese fonts that are not in a file, standard fonts, and
 * decoders of scanned pages in plain script, since the pages' policy lets no WebAssembly run.
 */
const pdfFiles: Plugin = {
  name: 'pdf-files',
  apply: 'build',
  generateBundle() {
    const home = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
    for (const [folder, wanted] of [
      ['cmaps', /\.bcmap$/],
      ['standard_fonts', /\.(pfb|ttf)$/],
      ['wasm', /_nowasm_fallback\.js$/],
    ] as const)
      for (const name of readdirSync(join(home, folder)).filter((one) => wanted.test(one)))
        this.emitFile({
          ...{ type: 'asset', fileName: `pdf/${folder}/${name}` },
          source: readFileSync(join(home, folder, name)),
        });
  },
};

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
  plugins: [woff2Only, pdfFiles],
  worker: { format: 'es' },
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
