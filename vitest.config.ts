import { defineConfig } from 'vitest/config';

const cheap = 'test/cheap-passwords.ts';
// Files share what they import: reading it anew for each takes a third of the time of those that are fast.
const shared = { isolate: false, setupFiles: [cheap] };
// What passwords really cost cannot be asked where another file has imported the cheap ones.
const atFullCost = 'hub/src/people/passwords.test.ts';
// Generous: nothing is judged by the clock, and the machine may be slow and busy.
const patience = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } };

// Fast unit tests that lie beside the code, faults of process, disk and line, and whole evaluations.
export default defineConfig({
  test: {
    // By default one core is left idle, which on a small machine is half of it.
    maxWorkers: '100%',
    projects: [
      {
        // Beside the code.
        test: {
          name: 'rooms',
          include: ['{shared,hub,booth-agent,witness}/**/*.test.ts'],
          exclude: [atFullCost, '**/*.postgres.test.ts', '**/node_modules/**', '**/dist/**'],
          ...shared,
          ...patience,
        },
      },
      {
        test: { name: 'apart', include: [atFullCost], ...patience },
      },
      {
        // Through the public doors.
        test: {
          name: 'unit',
          include: ['{test,bench}/**/*.test.ts'],
          exclude: ['test/scenarios/**', 'test/faults/**', '**/*.postgres.test.ts', '**/node_modules/**'],
          ...shared,
          ...patience,
        },
      },
      {
        // Whatever of the above works on a database, once more on PostgreSQL.
        test: {
          name: 'postgres',
          include: [
            'hub/src/{ledger,scoring,gateway,panels,reports}/**/*.test.ts',
            'test/hub/**/*.test.ts',
            'test/databases/**/*.test.ts',
            'test/faults/{behind,failed-calls,frames,kill-hub}.test.ts',
          ],
          exclude: ['**/*.sqlite.test.ts'],
          env: { KAWEI_TEST_STORE: 'postgres' },
          globalSetup: 'test/databases/postgres-setup.ts',
          ...shared,
          setupFiles: [cheap, 'test/databases/drop-made.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          // Beside the other checks on the same cores (test/run.ts): patience for both.
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
          // Each is a process or two of its own.
          maxConcurrency: 3,
          fileParallelism: false,
          setupFiles: [cheap],
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          testTimeout: 400_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
