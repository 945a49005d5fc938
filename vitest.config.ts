import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages,tooling}/**/{src,test}/**/*.test.ts'],
    globalSetup: ['packages/db/src/testing/postgres-for-tests.ts'],
    // Two cores are the smallest machine the suite must pass on; a slow one is no reason to fail.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    restoreMocks: true,
    passWithNoTests: false,
  },
});
