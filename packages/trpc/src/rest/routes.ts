import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { Operation } from './operations.ts';

export interface RouteMatch {
  operation: Operation;
  /** Decoded path fields. */
  params: Record<string, string | undefined>;
}

export interface RouteTable {
  find(method: string, path: string): RouteMatch | null;
  /** Methods that a path answers to; empty for an unknown path. */
  methodsOf(path: string): string[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** Longer path values cannot name anything we keep. */
const MAX_PARAM_LENGTH = 500;

/** `{voice}.mp3` needs a pattern of its own, or the parameter would swallow the suffix. */
const routePattern = (path: string): string =>
  path.replace(/\{(\w+)\}(?=[^/])/g, ':$1(^[^/]+?)').replace(/\{(\w+)\}/g, ':$1');

/** One compiled table: fixed segments win over parameters, and a trailing slash makes no difference. */
export function createRouteTable(operations: readonly Operation[]): RouteTable {
  const table = findMyWay({ ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: MAX_PARAM_LENGTH });
  const neverCalled = () => undefined;
  for (const operation of operations) {
    table.on(operation.method as HTTPMethod, routePattern(operation.path), neverCalled, operation);
  }
  return {
    find(method, path) {
      const found = table.find(method as HTTPMethod, path);
      if (found === null || found.store === null) return null;
      return { operation: found.store as Operation, params: found.params };
    },
    methodsOf(path) {
      const methods: string[] = METHODS.filter((method) => table.find(method, path)?.store);
      return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    },
  };
}
