import type { Logger } from '@leadlock/observability/logger';
import { withSpan } from '@leadlock/observability/tracing';

export interface TimerOptions {
  name: string;
  /** From the end of one run to the start of the next. */
  intervalMs: number;
  run: () => Promise<unknown>;
  log: Logger;
}

/** Work that every worker does every few seconds, too often for a job of its own. Runs never overlap. */
export function startTimer({ name, intervalMs, run, log }: TimerOptions): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running = Promise.resolve();

  const schedule = (): void => {
    timer = setTimeout(() => {
      running = withSpan(`timer ${name}`, {}, run)
        .then(
          () => undefined,
          (err: unknown) => log.error({ err, timer: name }, 'timer failed'),
        )
        .then(() => {
          if (!stopped) schedule();
        });
    }, intervalMs);
  };
  schedule();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
