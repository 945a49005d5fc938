import type { AppRouter } from '@leadlock/api/router';
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { notLeadlock, unreachable } from './errors.ts';

export type ApiClient = TRPCClient<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

/** `fetch` for requests whose bodies are text, so that they can be sent twice. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** How long an answer may take; event streams and downloads are not asked for this way. */
const TIMEOUT_MS = 60_000;

/** The typed client. Its errors become the user's in `tellableError`. */
export function createTrpcClient(apiUrl: string, send: Fetch): ApiClient {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${apiUrl}/trpc`,
        maxURLLength: 8_000,
        async fetch(url, { method, headers, body, signal } = {}) {
          const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])];
          try {
            const response = await send(String(url), {
              ...(method === undefined ? {} : { method }),
              headers: new Headers(headers as Record<string, string>),
              ...(typeof body === 'string' ? { body } : {}),
              signal: AbortSignal.any(limits),
            });
            if (!/json/.test(response.headers.get('content-type') ?? '')) throw notLeadlock(apiUrl, response.status);
            return response;
          } catch (error) {
            throw unreachable(apiUrl, error);
          }
        },
      }),
    ],
  });
}
