import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyTRPCRouter } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { originalError } from './http-error.ts';
import type { RequestContext } from './request-context.ts';
import { httpRequest, type HttpRequest } from './request.ts';
import { trpcHttpError } from './trpc-errors.ts';
import { parseSynchronously } from './validation/synchronous-parsing.ts';

export interface TrpcOptions {
  createContext: (request: HttpRequest) => RequestContext;
  /** Told of every error that is answered with a 5xx, as it was thrown. */
  onError?: (error: unknown, request: HttpRequest | null) => void;
  maxBodyBytes?: number;
}

const MAX_BATCH = 50;

/** Serves a router to tRPC clients; mount it with express at `/trpc`. */
export function createTrpcHandler(
  router: AnyTRPCRouter,
  { createContext, onError, maxBodyBytes = 1_000_000 }: TrpcOptions,
): (req: IncomingMessage, res: ServerResponse) => void {
  parseSynchronously(router);
  return createHTTPHandler({
    router,
    maxBodySize: maxBodyBytes,
    maxBatchSize: MAX_BATCH,
    createContext({ req, res }) {
      const request = httpRequest(req, res);
      request.door = 'trpc';
      return createContext(request);
    },
    responseMeta({ errors }) {
      const headers = new Headers();
      for (const error of errors) {
        for (const [name, value] of Object.entries(trpcHttpError(error, undefined).headers)) headers.set(name, value);
      }
      return { headers };
    },
    onError({ error, input, ctx }) {
      if (trpcHttpError(error, input).status >= 500) onError?.(originalError(error), ctx?.request ?? null);
    },
  });
}
