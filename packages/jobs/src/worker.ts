import type { Logger } from '@leadlock/observability/logger';
import type { Metrics } from '@leadlock/observability/metrics';
import { withSpan } from '@leadlock/observability/tracing';
import { PgBoss, type JobResult, type JobWithMetadata } from 'pg-boss';
import { runtimeSettings } from './connection-settings.ts';
import { isPermanent, type JobHandler } from './job-handler.ts';
import { configureQueue } from './queue-settings.ts';
import { workQueue, type WorkedQueue } from './work-queue.ts';

const DEFAULT_CONCURRENCY = 10;
/** New jobs are told of; what becomes due by time is looked for. */
const POLLING_MS = 1_000;

export interface WorkerOptions<Context> {
  /** What the product logs in with. */
  connectionString: string;
  handlers: readonly JobHandler<Context>[];
  context: Context;
  log: Logger;
  metrics?: Pick<Metrics, 'jobRun'>;
}

export interface Worker {
  /** Takes no more jobs, waits for those that run, and gives back the ones that do not end in time. */
  stop(timeoutMs: number): Promise<void>;
}

/** Runs jobs until it is stopped. Any number of workers may run; each attempt at a job goes to one of them. */
export async function startWorker<Context>(options: WorkerOptions<Context>): Promise<Worker> {
  const { connectionString, handlers, log } = options;
  const boss = new PgBoss({
    ...runtimeSettings,
    connectionString,
    application_name: 'leadlock-worker',
    useListenNotify: true,
    // A job whose worker died is noticed within a second of its missed heartbeat.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 60,
    cronMonitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 5,
  });
  boss.on('error', (err) => log.error({ err }, 'job queue error'));
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue warning'));
  await boss.start();

  await syncSchedules(boss, handlers);
  const queues: WorkedQueue[] = [];
  for (const handler of handlers) {
    await configureQueue(boss, handler.job);
    const { name, concurrency = DEFAULT_CONCURRENCY } = handler.job;
    queues.push(await workQueue(boss, { name, concurrency, run: (job) => runJob(options, handler, job) }));
  }
  const poll = setInterval(() => {
    for (const queue of queues) queue.look();
  }, POLLING_MS);
  return {
    stop(timeoutMs) {
      clearInterval(poll);
      return boss.stop({ timeout: timeoutMs });
    },
  };
}

/** Schedules are rows: those of definitions that are gone would fire for ever. */
async function syncSchedules(boss: PgBoss, handlers: readonly JobHandler<never>[]): Promise<void> {
  const wanted = new Map(handlers.flatMap(({ job }) => (job.schedule ? [[job.name, job.schedule]] : [])));
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.has(name)) await boss.unschedule(name);
  }
  for (const { job } of handlers) {
    if (!job.schedule) continue;
    await configureQueue(boss, job);
    await boss.schedule(job.name, job.schedule, {}, { tz: 'UTC' });
  }
}

async function runJob<Context>(
  { context, log, metrics }: WorkerOptions<Context>,
  handler: JobHandler<Context>,
  { id, name, data, retryCount, retryLimit, signal }: JobWithMetadata<unknown>,
): Promise<JobResult> {
  const attempt = retryCount + 1;
  const fields = { job: name, jobId: id, attempt };
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1_000;
  try {
    await withSpan(`job ${name}`, { 'job.id': id, 'job.attempt': attempt }, () =>
      handler.run(context, data, { id, attempt, signal }),
    );
    metrics?.jobRun(name, 'completed', seconds());
    log.debug(fields, 'job completed');
    return { id, status: 'completed' };
  } catch (err) {
    const isDead = !handler.job.selfHealing && (isPermanent(err) || retryCount >= retryLimit);
    metrics?.jobRun(name, isDead ? 'dead' : 'failed', seconds());
    if (isDead) log.error({ ...fields, err }, 'job failed after all retries');
    else if (handler.job.selfHealing) log.warn({ ...fields, err }, 'job failed; a later run will make up for it');
    else log.warn({ ...fields, err }, 'job failed; retrying');
    const output = { message: err instanceof Error ? err.message : String(err) };
    return { id, status: isDead && isPermanent(err) ? 'deadletter' : 'failed', output };
  }
}
