import { afterEach, beforeEach, expect } from 'vitest';

/** Fails the tests of a file that leave an error which would have ended the process. */
export function expectNoDeadlyErrors(): void {
  const errors: unknown[] = [];
  const remember = (error: unknown) => void errors.push(error);
  beforeEach(() => {
    process.on('uncaughtException', remember).on('unhandledRejection', remember);
  });
  afterEach(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    process.off('uncaughtException', remember).off('unhandledRejection', remember);
    expect(errors.splice(0)).toEqual([]);
  });
}
