import { readEnvironment, EnvironmentError, type Environment } from '@leadlock/core/environment';
import { createLogger, type Logger } from '@leadlock/observability/logger';
import { createMetrics, type Metrics } from '@leadlock/observability/metrics';
import { createShutdown, type Shutdown } from '@leadlock/observability/shutdown';
import { startTracing } from '@leadlock/observability/tracing';

/** What every process of the product has, whatever it serves. */
export interface ServiceProcess {
  environment: Environment;
  log: Logger;
  metrics: Metrics;
  shutdown: Shutdown;
}

export interface ProcessOptions {
  /** As it stands in logs, metrics and traces: `api`, `voice-gateway`, `worker`. */
  service: string;
  variables: Record<string, string | undefined>;
  /** How long everything that was opened may take to close after the first signal. */
  shutdownTimeoutMs: number;
  start: (process: ServiceProcess) => Promise<void>;
}

/** Runs a process: reads its environment, starts it, ends it in order on a signal, and says why when it cannot start. */
export async function runProcess({ service, variables, shutdownTimeoutMs, start }: ProcessOptions): Promise<void> {
  let environment: Environment;
  try {
    environment = readEnvironment(variables);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLogger({ service, level: environment.LOG_LEVEL });
  const shutdown = createShutdown({ log, timeoutMs: shutdownTimeoutMs });
  shutdown.listen();
  try {
    shutdown.onClose('tracing', await startTracing({ service, endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT }));
    await start({ environment, log, metrics: createMetrics({ service }), shutdown });
  } catch (err) {
    log.fatal({ err }, 'could not start');
    await shutdown.begin('could not start', 1);
  }
}
