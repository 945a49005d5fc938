import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SystemContext } from '@leadlock/context/context';
import { requestContextFactory } from '@leadlock/trpc/request-context';
import { createRestHandler } from '@leadlock/trpc/rest/handler';
import { createTrpcHandler } from '@leadlock/trpc/trpc-handler';
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
  /** Calls a mutation that REST does not have; `body` of the answer is what it returns, or its error. */
  mutate(procedure: string, options?: RequestOptions): Promise<Reply>;
  /** The same for a query. */
  query(procedure: string, options?: RequestOptions): Promise<Reply>;
  close(): Promise<void>;
}

const TRPC = '/trpc/';

function unwrapped(reply: Reply): Reply {
  const { result, error } = reply.body as { result?: { data?: unknown }; error?: unknown };
  return { ...reply, body: error ?? result?.data ?? null };
}

/** Serves a router's operations, over REST and tRPC, on a free port with the real authentication, for tests over HTTP. */
export async function serveOperations(
  router: Parameters<typeof createRestHandler>[0],
  system: SystemContext,
  { onMutation }: Pick<Parameters<typeof requestContextFactory>[0], 'onMutation'> = {},
): Promise<OperationsServer> {
  const createContext = requestContextFactory({ system, authentication: createAuthentication(system), onMutation });
  const unexpected: unknown[] = [];
  const options = { createContext, onError: (error: unknown) => unexpected.push(error) };
  const [serveRest, serveTrpc] = [createRestHandler(router, options), createTrpcHandler(router, options)];
  const server = createServer((req, res) => {
    const isTrpc = req.url?.startsWith(TRPC) === true;
    if (isTrpc) req.url = req.url?.slice(TRPC.length - 1);
    (isTrpc ? serveTrpc : serveRest)(req, res);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const url = `http://127.0.0.1:${port}`;
  const served: OperationsServer = {
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
    async mutate(procedure, { body = {}, ...options } = {}) {
      return unwrapped(await served.request('POST', `${TRPC}${procedure}`, { ...options, body }));
    },
    async query(procedure, { body = {}, ...options } = {}) {
      const input = encodeURIComponent(JSON.stringify(body));
      return unwrapped(await served.request('GET', `${TRPC}${procedure}?input=${input}`, options));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return served;
}
