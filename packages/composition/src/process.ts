import { readEnvironment, EnvironmentError, type Environment } from '@leadlock/core/environment';
import { LAUNCHER_MESSAGES } from '@leadlock/core/launcher';
import { socketFromLauncher, type ListenOn } from '@leadlock/observability/listen';
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
  /** Where to listen whose port the environment names. */
  listenOn: (port: number) => ListenOn;
}

export interface ProcessOptions {
  /** As it stands in logs, metrics and traces: `api`, `voice-gateway`, `worker`. */
  service: string;
  variables: Record<string, string | undefined>;
  /** How long everything that was opened may take to close after the first signal. */
  shutdownTimeoutMs: number;
  /** The same after an error that nobody caught; ten seconds unless told otherwise. */
  crashTimeoutMs?: number;
  start: (process: ServiceProcess) => Promise<void>;
}

/** Runs a process: reads its environment, starts it, ends it in order on a signal, and says why when it cannot start. */
export async function runProcess({
  service,
  variables,
  shutdownTimeoutMs,
  crashTimeoutMs,
  start,
}: ProcessOptions): Promise<void> {
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
  const shutdown = createShutdown({ log, timeoutMs: shutdownTimeoutMs, crashTimeoutMs });
  shutdown.listen();
  try {
    shutdown.onClose('tracing', await startTracing({ service, endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT }));
    const listenOn = (port: number): ListenOn => (environment.LAUNCHER_SOCKET ? socketFromLauncher : port);
    await start({ environment, log, metrics: createMetrics({ service }), shutdown, listenOn });
    if (environment.LAUNCHER_SOCKET) process.send?.(LAUNCHER_MESSAGES.ready);
  } catch (err) {
    log.fatal({ err }, 'failed to start');
    await shutdown.begin('failed to start', 1);
  }
}
