import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { OpenStreams } from '@leadlock/trpc/rest/open-streams';
import { createApiApp, type ApiOptions } from './app.ts';

export interface ApiServer {
  readonly port: number;
  /**
   * Waits until load balancers have seen `/health` say that we drain (`noticeMs`), ends the streams, waits until the
   * running requests are answered, for `patienceMs` at most, then closes the port.
   */
  drain(limits: { noticeMs: number; patienceMs: number }): Promise<void>;
}

export interface ApiServerOptions extends Omit<ApiOptions, 'streams'> {
  port: number;
  host?: string;
}

/** Serves the API on a port; 0 picks a free one. */
export async function startApiServer({ port, host, ...options }: ApiServerOptions): Promise<ApiServer> {
  const streams = new OpenStreams();
  const server = createServer(createApiApp({ ...options, streams }));
  // Load balancers keep idle connections for 60 s; ours must not close first, under a request on its way.
  server.keepAliveTimeout = 65_000;
  const running = countRequests(server);
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async drain({ noticeMs, patienceMs }) {
      const deadline = AbortSignal.timeout(patienceMs);
      await delay(noticeMs);
      server.close();
      // Their readers connect again, to a process that stays.
      streams.close();
      await running.untilNone(deadline);
      server.closeAllConnections();
    },
  };
}

/** Counts the requests that are not answered yet; idle connections do not count. */
function countRequests(server: Server) {
  let count = 0;
  const none = new Set<() => void>();
  server.on('request', (_request, response) => {
    count += 1;
    response.once('close', () => {
      count -= 1;
      if (count === 0) for (const resolve of none) resolve();
    });
  });
  return {
    untilNone(signal: AbortSignal): Promise<void> {
      if (count === 0) return Promise.resolve();
      return new Promise((resolve) => {
        none.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
}
