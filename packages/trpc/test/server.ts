import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll } from 'vitest';
import { requestContextFactory, type RequestContextOptions } from '../src/request-context.ts';
import { observeRequests, type RequestOutcome } from '../src/request-observer.ts';
import { askedToContinue } from '../src/rest/expected-continue.ts';
import { createRestHandler, notFoundHandler, type RestOptions } from '../src/rest/handler.ts';
import { createTrpcHandler } from '../src/trpc-handler.ts';
import { system, tableAuthentication } from './principals.ts';
import { testRouter } from './router.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: unknown;
}

/** The test router behind express, as an app would mount it. */
export async function startServer(
  options: Partial<RestOptions> & Pick<RequestContextOptions, 'admit' | 'onMutation'> = {},
) {
  const authentication = tableAuthentication();
  const createContext = requestContextFactory({
    system,
    authentication,
    admit: options.admit,
    onMutation: options.onMutation,
  });
  const errors: unknown[] = [];
  const finished: { operation: string | null; outcome: RequestOutcome }[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const app = express();
  app.use(
    observeRequests({
      onRequest: (request) => (outcome) => finished.push({ operation: request.operation, outcome }),
    }),
  );
  app.use('/trpc', createTrpcHandler(testRouter, { createContext, onError }));
  app.use(createRestHandler(testRouter, { createContext, onError, ...options }));
  app.use(notFoundHandler);
  const server = createServer(app);
  server.on('checkContinue', askedToContinue(app)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  /** A request with exactly these headers and bytes, which `fetch` would not allow. */
  function send(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const req = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = res.headers['content-type']?.startsWith('application/json') && text !== '';
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text, json: isJson ? JSON.parse(text) : null });
        });
      });
      req.on('error', reject);
      req.end(body);
    });
  }

  return {
    url: `http://127.0.0.1:${port}`,
    authentication,
    errors,
    finished,
    send,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, { headers }),
    post: (path: string, value: unknown, headers: Record<string, string> = {}) =>
      send('POST', path, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }),
    as: (token: string, path: string, headers: Record<string, string> = {}) =>
      send('GET', path, { headers: { authorization: `Bearer ${token}`, ...headers } }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** {@link startServer} for the tests of a file, closed after them: `const server = await useServer();` */
export async function useServer(...options: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...options);
  afterAll(() => server.close());
  return server;
}
