/** Bundles the preload: in the page's sandbox it is one file of the old module kind, and may import Electron alone. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  resolve: { alias: { '#shared': here('../../../../shared/src') } },
  build: {
    outDir: here('../../../dist'),
    emptyOutDir: true,
    lib: { entry: here('preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
    minify: false,
  },
});
