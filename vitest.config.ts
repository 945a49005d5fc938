import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** One a core, two on the smallest machine. More than eight would only wait for the one Postgres that they share. */
const MAX_WORKERS = Math.min(8, Math.max(2, availableParallelism()));

export default defineConfig({
  test: {
    restoreMocks: true,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        // The dashboard's own name for its sources, as in its vite.config.ts.
        resolve: { alias: { '#': fileURLToPath(new URL('apps/dashboard/src', import.meta.url)) } },
        test: {
          name: 'all',
          include: ['{apps,packages,tooling}/**/{src,test}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, 'tooling/e2e/**'],
          globalSetup: ['packages/db/src/testing/postgres-for-tests.ts'],
          // Two cores are the smallest machine the suite must pass on; a slow one is no reason to fail.
          testTimeout: 30_000,
          // Several hooks open the speech engine, which takes over a minute on a machine that is busy.
          hookTimeout: 180_000,
          maxWorkers: MAX_WORKERS,
          // Modules are loaded once a worker rather than once a file, which takes half the time. What a test changes for
          // the whole process it changes back.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tooling/e2e/test/**/*.test.ts'],
          globalSetup: ['tooling/e2e/src/stack.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // After everything else. A page waits more than it works, so a file a core keeps all of them busy.
          maxWorkers: MAX_WORKERS,
          isolate: false,
          sequence: { groupOrder: 1 },
          // What fails is tried once more with a recording; the report says which did (src/test.ts of tooling/e2e).
          retry: 1,
        },
      },
    ],
  },
});
