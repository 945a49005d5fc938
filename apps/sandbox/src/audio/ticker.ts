import type { Logger } from '@leadlock/observability/logger';
import { FRAME_MS } from './frames.ts';

/** After a stall of more than a second the lost time is given up instead of being made good in one burst. */
const MAX_CATCH_UP_TICKS = 50;

export interface Ticker {
  /** Calls `onTick` every 20 ms until the returned function is called. */
  subscribe(onTick: () => void): () => void;
  close(): void;
}

/**
 * The one timer of all calls. A late tick is made good by running twice, so that audio keeps real time on a busy machine.
 * It runs only while somebody listens.
 */
export function createTicker(log: Logger): Ticker {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let startedAt = 0;
  let ticks = 0;

  function tick(): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        log.error({ err: error }, 'a call failed in its tick');
      }
    }
  }

  function run(): void {
    const due = Math.floor((performance.now() - startedAt) / FRAME_MS);
    ticks = Math.max(ticks, due - MAX_CATCH_UP_TICKS);
    for (; ticks < due; ticks++) tick();
  }

  function stop(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    subscribe(onTick) {
      // A function of our own, so that one listener may subscribe twice.
      const listener = (): void => onTick();
      listeners.add(listener);
      if (!timer) {
        startedAt = performance.now();
        ticks = 0;
        timer = setInterval(run, FRAME_MS);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    close() {
      listeners.clear();
      stop();
    },
  };
}
