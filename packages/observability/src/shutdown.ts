import { inBackground } from './in-background.ts';
import type { Logger } from './logger.ts';

export interface ShutdownOptions {
  log: Logger;
  /** All closers together get this long; then the process ends with code 1. */
  timeoutMs: number;
  /** The same from an error on that nobody caught: what it has left behind is not to be trusted for long. */
  crashTimeoutMs?: number;
  /** Ends the process; tests hand in their own. */
  exit?: (code: number) => void;
}

/** How a process ends: it stops taking work, finishes what it has, closes what it opened, and exits. */
export interface Shutdown {
  /** True from the first signal on: health answers 503 and nothing new is taken on. */
  readonly draining: boolean;
  /** Fires with the first error that nobody caught, also while the process is closing: closers have to hurry. */
  readonly crashed: AbortSignal;
  /** Closers run one after the other, the last one added first: what was opened last is closed first. */
  onClose(name: string, close: () => unknown): void;
  /**
   * SIGTERM and SIGINT begin the shutdown, a second one forces it. So do an error that nobody caught and, for a process
   * that was started with a channel to its parent, the end of that parent.
   */
  listen(): void;
  /** Begins the shutdown, or joins the one that runs. */
  begin(reason: string, exitCode?: number): Promise<void>;
}

const CRASH_MS = 10_000;
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;

export function createShutdown({
  log,
  timeoutMs,
  crashTimeoutMs = CRASH_MS,
  exit = (code) => process.exit(code),
}: ShutdownOptions): Shutdown {
  const closers: { name: string; close: () => unknown }[] = [];
  const crash = new AbortController();
  let running: Promise<void> | undefined;
  let code = 0;
  let current = '';

  function exitAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      log.error({ closing: current, timeoutMs: ms }, 'shutdown took too long');
      exit(1);
    }, ms);
  }

  async function closeAll(): Promise<void> {
    const expiry = exitAfter(timeoutMs);
    for (const { name, close } of closers.toReversed()) {
      current = name;
      try {
        await close();
      } catch (err) {
        log.error({ err, closing: name }, 'failed to close');
        code = 1;
      }
    }
    clearTimeout(expiry);
    log.info('shutdown complete');
    exit(code);
  }

  const shutdown: Shutdown = {
    get draining() {
      return running !== undefined;
    },
    crashed: crash.signal,
    onClose: (name, close) => closers.push({ name, close }),
    begin(reason, exitCode = 0) {
      if (!running) {
        log.info({ reason }, 'shutting down');
        code = exitCode;
        running = closeAll();
      }
      return running;
    },
    listen() {
      for (const [signal, number] of Object.entries(SIGNAL_NUMBERS)) {
        process.on(signal, () => {
          if (shutdown.draining) exit(128 + number);
          else inBackground(shutdown.begin(signal), log, 'the shutdown');
        });
      }
      if (process.channel) {
        process.once('disconnect', () =>
          inBackground(shutdown.begin('the parent process has exited'), log, 'the shutdown'),
        );
        process.channel.unref();
      }
      process.on('uncaughtException', (err) => {
        log.fatal({ err }, 'uncaught error');
        if (crash.signal.aborted) return;
        exitAfter(crashTimeoutMs);
        crash.abort();
        inBackground(shutdown.begin('uncaught error', 1), log, 'the shutdown');
        code = 1;
      });
    },
  };
  return shutdown;
}
