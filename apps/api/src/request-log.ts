import type { Logger } from '@leadlock/observability/logger';
import type { Metrics } from '@leadlock/observability/metrics';
import type { Principal } from '@leadlock/trpc/principal';
import type { HttpRequest } from '@leadlock/trpc/request';
import type { RequestObserver } from '@leadlock/trpc/request-observer';

export interface RequestLogOptions {
  log: Logger;
  metrics: Pick<Metrics, 'httpRequest'>;
  /** REST path patterns by operation: `agents.get` is `/agents/{agent_id}`. */
  patterns: ReadonlyMap<string, string>;
}

/** Paths that are answered ahead of the router. */
const FIXED_PATHS = new Set(['/health', '/metrics', '/openapi.json', '/docs', '/docs/scalar.js', '/docs/start.js']);
/** Asked every few seconds by machines. */
const QUIET_PATHS = new Set(['/health', '/metrics']);

/** Writes one line and one measurement a request. Neither ever holds bodies, queries, headers or ids out of paths. */
export class RequestLog implements RequestObserver {
  readonly #options: RequestLogOptions;
  readonly #principals = new WeakMap<HttpRequest, Principal>();

  constructor(options: RequestLogOptions) {
    this.#options = options;
  }

  /** Who a request turned out to come from. */
  identify(request: HttpRequest, principal: Principal): void {
    this.#principals.set(request, principal);
  }

  onRequest(request: HttpRequest) {
    const startedAt = performance.now();
    return ({ status, durationMs, aborted }: { status: number; durationMs: number; aborted: boolean }): void => {
      const { log, metrics } = this.#options;
      const route = this.#routeOf(request);
      const principal = this.#principals.get(request);
      const { streamingSince } = request;
      // A stream lasts as long as somebody reads it, and is meant to be left: what it took is the time until it began.
      const ms = streamingSince === null ? durationMs : streamingSince - startedAt;
      metrics.httpRequest(request.method, route, status, ms / 1_000);
      log[QUIET_PATHS.has(route) ? 'debug' : 'info'](
        {
          method: request.method,
          route,
          status,
          ms: Math.round(ms * 10) / 10,
          ...(streamingSince === null ? {} : { streamedSeconds: Math.round((durationMs - ms) / 1_000) }),
          requestId: request.id,
          ...(principal ? { tenant: principal.tenantId } : {}),
          ...(principal?.actor.type === 'user' ? { user: principal.actor.userId } : {}),
          ...(aborted && streamingSince === null ? { aborted } : {}),
        },
        'request',
      );
    };
  }

  #routeOf({ operation, door, url }: HttpRequest): string {
    if (operation !== null) {
      return door === 'trpc' ? `/trpc/${operation}` : (this.#options.patterns.get(operation) ?? operation);
    }
    const path = url.split('?', 1)[0] ?? '';
    if (path.startsWith('/app/')) return '/app';
    return FIXED_PATHS.has(path) ? path : 'unmatched';
  }
}
