import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listen, type ListenOn } from '@leadlock/observability/listen';
import { askedToContinue } from '@leadlock/trpc/rest/expected-continue';
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
  port: ListenOn;
  host?: string;
  /** Instead of how long clients may take in operation. */
  limits?: Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>;
}

/** How long clients may take, so that slow ones do not hold connections for ever; `docs/deployment.md` tells operators. */
const LIMITS: ServerOptions = {
  /** For the headers, from their first byte. */
  headersTimeout: 20_000,
  /** For a whole request with its body: 25 MB at 2 Mbit/s. */
  requestTimeout: 120_000,
  connectionsCheckingInterval: 2_000,
  // Load balancers keep idle connections for 60 s; ours must not close first, under a request on its way.
  keepAliveTimeout: 65_000,
};
/** Nothing sent either way: a reader who does not read, for streams of events send something every 15 s. */
const IDLE_MS = 300_000;
const MAX_HEADERS = 100;
/** Of one process; those over it are closed at once. */
const MAX_CONNECTIONS = 10_000;

/** Serves the API on a port; 0 picks a free one. */
export async function startApiServer({ port, host, limits, ...options }: ApiServerOptions): Promise<ApiServer> {
  const streams = new OpenStreams();
  const app = createApiApp({ ...options, streams });
  const server = createServer({ ...LIMITS, ...limits }, app);
  server.on('checkContinue', askedToContinue(app));
  server.maxHeadersCount = MAX_HEADERS;
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_MS);
  const running = countRequests(server);
  const boundPort = await listen(server, port, host);
  return {
    port: boundPort,
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
  const onRequest: RequestListener = (_request, response) => {
    count += 1;
    response.once('close', () => {
      count -= 1;
      if (count === 0) for (const resolve of none) resolve();
    });
  };
  server.on('request', onRequest).on('checkContinue', onRequest);
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
