import { afterAll, onTestFinished } from 'vitest';
import { serveOperations, type OperationsServer } from './serve-operations.ts';

/** {@link serveOperations} for the tests of a file, closed after them: `const api = await useOperations(router, ctx);` */
export async function useOperations(...served: Parameters<typeof serveOperations>): Promise<OperationsServer> {
  const api = await serveOperations(...served);
  afterAll(() => api.close());
  return api;
}

/** {@link serveOperations} until the test that runs is over. */
export async function serveInTest(...served: Parameters<typeof serveOperations>): Promise<OperationsServer> {
  const api = await serveOperations(...served);
  onTestFinished(() => api.close());
  return api;
}
