import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SystemContext } from '@leadlock/context/context';
import { requestContextFactory } from '@leadlock/trpc/request-context';
import { createRestHandler } from '@leadlock/trpc/rest/handler';
import { createAuthentication } from '../auth/index.ts';

export interface RequestOptions {
  /** An access token or API key, sent as a bearer token. */
  token?: string;
  /** Sent as `X-Sub-Account-Id`. */
  subAccountId?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface Reply {
  status: number;
  headers: Headers;
  /** The parsed JSON, or null for an empty answer. */
  body: unknown;
}

export interface OperationsServer {
  /** For requests that `request` cannot send or whose answers are not JSON. */
  readonly url: string;
  request(method: string, path: string, options?: RequestOptions): Promise<Reply>;
  close(): Promise<void>;
}

/** Serves a router's REST operations on a free port with the real authentication, for tests over HTTP. */
export async function serveOperations(
  router: Parameters<typeof createRestHandler>[0],
  system: SystemContext,
): Promise<OperationsServer> {
  const createContext = requestContextFactory({ system, authentication: createAuthentication(system) });
  const unexpected: unknown[] = [];
  const handler = createRestHandler(router, { createContext, onError: (error) => unexpected.push(error) });
  const server = createServer((req, res) => handler(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async request(method, path, { token, subAccountId, headers = {}, body } = {}) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(subAccountId === undefined ? {} : { 'x-sub-account-id': subAccountId }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      // A 5xx is nobody's expectation; its cause says more than its answer.
      if (unexpected.length > 0) throw unexpected[0];
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
