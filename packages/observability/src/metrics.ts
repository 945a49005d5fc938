import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What one process tells Prometheus about itself. */
export interface Metrics {
  readonly registry: Registry;
  /** One finished HTTP request. `route` is the pattern (`/agents/{agent_id}`), never the path: paths have no bound. */
  httpRequest(method: string, route: string, status: number, seconds: number): void;
  /** One finished run of a job. */
  jobRun(job: string, outcome: 'completed' | 'failed' | 'dead', seconds: number): void;
}

/** One registry a process, with Node's own figures (memory, CPU, event loop, garbage collection) in it. */
export function createMetrics({ service }: { service: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'HTTP response time',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const jobSeconds = new Histogram({
    name: 'job_duration_seconds',
    help: 'Job duration',
    labelNames: ['job'],
    buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600],
    registers: [registry],
  });
  const jobRuns = new Counter({
    name: 'job_runs_total',
    help: 'Job runs by outcome; dead: failed after the last retry',
    labelNames: ['job', 'outcome'],
    registers: [registry],
  });

  return {
    registry,
    httpRequest: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    jobRun(job, outcome, seconds) {
      jobSeconds.observe({ job }, seconds);
      jobRuns.inc({ job, outcome });
    },
  };
}
