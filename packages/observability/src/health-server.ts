import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, type ListenOn } from './listen.ts';
import type { Registry } from 'prom-client';

export interface HealthOptions {
  /** Read at each request: true while the process finishes its work and takes no new one. */
  isDraining: () => boolean;
  registry: Registry;
  /** Whoever asks for the metrics must show it as a bearer token. Absent: anybody may ask. */
  metricsToken?: string;
}

/** Answers `GET /health` and `GET /metrics`; false when the request is for something else. */
export type HealthHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export function createHealthHandler({ isDraining, registry, metricsToken }: HealthOptions): HealthHandler {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path !== '/health' && path !== '/metrics') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(response, 405, 'application/json', '{"detail":"Method Not Allowed"}', { Allow: 'GET, HEAD' });
    } else if (path === '/health') {
      const draining = isDraining();
      const body = JSON.stringify({ status: draining ? 'draining' : 'ok' });
      send(response, draining ? 503 : 200, 'application/json', body);
    } else if (metricsToken !== undefined && !showsToken(request, metricsToken)) {
      const headers = { 'WWW-Authenticate': 'Bearer' };
      send(response, 401, 'application/json', '{"detail":"Not authenticated"}', headers);
    } else {
      registry.metrics().then(
        (body) => send(response, 200, registry.contentType, body),
        () => send(response, 500, 'application/json', '{"detail":"Internal Server Error"}'),
      );
    }
    return true;
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares digests, so that the time it takes tells neither the token nor its length. */
function showsToken(request: IncomingMessage, token: string): boolean {
  const [scheme = '', shown = ''] = (request.headers.authorization ?? '').split(' ', 2);
  return scheme.toLowerCase() === 'bearer' && timingSafeEqual(digest(shown), digest(token));
}

function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  });
  // Node leaves the body of an answer to HEAD out by itself.
  response.end(body);
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** An HTTP server with nothing but health and metrics, for processes that serve nothing else. */
export async function startHealthServer(
  options: HealthOptions & { port: ListenOn; host?: string },
): Promise<HealthServer> {
  const handle = createHealthHandler(options);
  const server = createServer((request, response) => {
    if (!handle(request, response)) send(response, 404, 'application/json', '{"detail":"Not Found"}');
  });
  const port = await listen(server, options.port, options.host);
  return {
    port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
