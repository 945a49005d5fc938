import { inBackground } from './in-background.ts';
import type { Logger } from './logger.ts';

export interface ShutdownOptions {
  log: Logger;
  /** All closers together get this long; then the process ends with code 1. */
  timeoutMs: number;
  /** Ends the process; tests hand in their own. */
  exit?: (code: number) => void;
}

/** How a process ends: it stops taking work, finishes what it has, closes what it opened, and exits. */
export interface Shutdown {
  /** True from the first signal on: health answers 503 and nothing new is taken on. */
  readonly draining: boolean;
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

const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const;

export function createShutdown({ log, timeoutMs, exit = (code) => process.exit(code) }: ShutdownOptions): Shutdown {
  const closers: { name: string; close: () => unknown }[] = [];
  let running: Promise<void> | undefined;

  async function closeAll(exitCode: number): Promise<void> {
    let code = exitCode;
    let current = '';
    const expiry = setTimeout(() => {
      log.error({ closing: current, timeoutMs }, 'shutdown took too long');
      exit(1);
    }, timeoutMs);
    for (const { name, close } of closers.toReversed()) {
      current = name;
      try {
        await close();
      } catch (err) {
        log.error({ err, closing: name }, 'could not close');
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
    onClose: (name, close) => closers.push({ name, close }),
    begin(reason, exitCode = 0) {
      if (!running) {
        log.info({ reason }, 'shutting down');
        running = closeAll(exitCode);
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
          inBackground(shutdown.begin('the parent process is gone'), log, 'the shutdown'),
        );
        process.channel.unref();
      }
      process.on('uncaughtException', (err) => {
        log.fatal({ err }, 'uncaught error');
        inBackground(shutdown.begin('uncaught error', 1), log, 'the shutdown');
      });
    },
  };
  return shutdown;
}
