import { runProcess } from '@leadlock/composition/process';
import { createSystemContext } from '@leadlock/composition/system-context';
import { createAuthentication } from '@leadlock/identity/auth';
import { createGuessLimit, rateLimits } from '@leadlock/platform/rate-limits';
import { startApiServer } from './server.ts';

const SHUTDOWN_MS = 30_000;
/** How long a load balancer may take to notice that we drain; in development nobody is asking. */
const NOTICE_MS = 5_000;

/** A sandbox is one developer's, whose scripts sign up and log in as they please. */
const SANDBOX_AUTH_PER_MINUTE = 600;

await runProcess({
  service: 'api',
  variables: process.env,
  shutdownTimeoutMs: SHUTDOWN_MS,
  async start({ environment, log, metrics, shutdown, listenOn }) {
    const system = await createSystemContext(environment, { service: 'api', log, work: 'requests', shutdown });
    const limits = rateLimits({
      authPerMinute:
        environment.RATE_LIMIT_AUTH_PER_MINUTE ??
        (environment.PROVIDERS === 'sandbox' ? SANDBOX_AUTH_PER_MINUTE : undefined),
      requestsPerMinute: environment.RATE_LIMIT_REQUESTS_PER_MINUTE,
    });
    const server = await startApiServer({
      system,
      authentication: createAuthentication(system, createGuessLimit(system, limits)),
      metrics,
      isDraining: () => shutdown.draining,
      metricsToken: environment.METRICS_TOKEN,
      trustProxy: environment.TRUST_PROXY,
      rateLimits: limits,
      port: listenOn(environment.API_PORT),
    });
    const noticeMs = environment.NODE_ENV === 'production' ? NOTICE_MS : 0;
    shutdown.onClose('server', () => server.drain({ noticeMs, patienceMs: SHUTDOWN_MS - NOTICE_MS }));
    log.info({ port: server.port, pid: process.pid }, 'ready');
  },
});
