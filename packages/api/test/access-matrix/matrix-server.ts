import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SystemContext } from '@leadlock/context/context';
import { createAuthentication } from '@leadlock/identity/auth';
import { requestContextFactory } from '@leadlock/trpc/request-context';
import { createRestHandler } from '@leadlock/trpc/rest/handler';
import { appRouter } from '../../src/router.ts';
import type { PreparedRequest } from './requests.ts';

export interface Answer {
  status: number;
  text: string;
  /** What a 5xx was thrown for. */
  error: Error | null;
}

export interface MatrixServer {
  send(request: PreparedRequest, token: string | null, subAccountId: string | null): Promise<Answer>;
  close(): Promise<void>;
}

const ID_HEADER = 'x-request-id';

/** What comes after everything that a stream has to say at once. */
const END_OF_BACKLOG = ': listening\n\n';

/** The whole answer; of a stream that lasts, what it says at once. */
async function readAnswer(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.endsWith(END_OF_BACKLOG)) break;
  }
  return text;
}

/** Serves every operation over REST as the API does. Unlike other test servers it takes a 5xx for an answer. */
export async function startMatrixServer(system: SystemContext): Promise<MatrixServer> {
  const errors = new Map<string, unknown>();
  const handler = createRestHandler(appRouter, {
    createContext: requestContextFactory({ system, authentication: createAuthentication(system) }),
    onError: (error, request) => errors.set(request.id, error),
  });
  const server = createServer((req, res) => handler(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    async send({ method, path, headers, body }, token, subAccountId) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...headers,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(subAccountId === null ? {} : { 'x-sub-account-id': subAccountId }),
        },
        body,
      });
      const text = await readAnswer(response);
      const error = errors.get(response.headers.get(ID_HEADER) ?? '');
      return { status: response.status, text, error: error instanceof Error ? error : null };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
