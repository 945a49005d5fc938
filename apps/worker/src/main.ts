import { jobHandlers, timers } from '@leadlock/composition/domains';
import { runProcess } from '@leadlock/composition/process';
import { createSystemContext } from '@leadlock/composition/system-context';
import { requireVariable } from '@leadlock/core/environment';
import { startWorker } from '@leadlock/jobs/worker';
import { startHealthServer } from '@leadlock/observability/health-server';
import { startTimer } from './timer.ts';

const SHUTDOWN_MS = 60_000;
/** Less than the limit of the shutdown, so that jobs that take too long are given back before it strikes. */
const JOB_PATIENCE_MS = 45_000;

await runProcess({
  service: 'worker',
  variables: process.env,
  shutdownTimeoutMs: SHUTDOWN_MS,
  async start({ environment, log, metrics, shutdown, listenOn }) {
    const context = await createSystemContext(environment, { service: 'worker', log, work: 'jobs', shutdown });
    // Opened before the work and so closed after it: health answers 503 until the last job has ended.
    const health = await startHealthServer({
      isDraining: () => shutdown.draining,
      registry: metrics.registry,
      metricsToken: environment.METRICS_TOKEN,
      port: listenOn(environment.WORKER_PORT),
    });
    shutdown.onClose('health', () => health.close());
    const connectionString = requireVariable(environment, 'DATABASE_URL');
    const worker = await startWorker({ connectionString, handlers: jobHandlers, context, log, metrics });
    shutdown.onClose('jobs', () => worker.stop(JOB_PATIENCE_MS));
    for (const { name, intervalMs, run } of timers) {
      const timer = startTimer({ name, intervalMs, run: () => run(context), log });
      shutdown.onClose(`timer ${name}`, () => timer.stop());
    }
    log.info({ port: health.port, pid: process.pid }, 'ready');
  },
});
