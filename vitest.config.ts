import { defineConfig } from 'vitest/config';

// Two projects: fast unit tests that lie beside the code, and scenarios that drive whole evaluations.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,hub,booth-agent,test}/**/*.test.ts'],
          exclude: ['test/scenarios/**', '**/node_modules/**', '**/dist/**'],
          // Generous: nothing is judged by the clock, and the machine may be slow and busy.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
