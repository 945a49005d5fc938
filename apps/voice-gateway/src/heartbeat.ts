import type { Logger } from '@leadlock/observability/logger';
import type { CallDesk, CallToEnd, HeldCall } from './call-desk.ts';
import type { RunningCall } from './run-call.ts';
import type { UnsavedCalls } from './unsaved-calls/unsaved-calls.ts';

const HEARTBEAT_MS = 5000;
/**
 * A database that says nothing for so long is away. A connection that broke without a word would be waited for longer than
 * a gateway may stay silent; the next heartbeat takes another one.
 */
const PATIENCE_MS = 4000;

export interface HeartbeatOptions {
  desk: Pick<CallDesk, 'heartbeat' | 'callsToEnd'>;
  calls: ReadonlyMap<string, RunningCall>;
  unsaved: UnsavedCalls;
  /** Ends a call with a goodbye; false for one that does not run here. */
  endCall: (call: CallToEnd) => boolean;
  log: Logger;
  intervalMs?: number;
  patienceMs?: number;
}

export interface HeartbeatTimer {
  /** Tells the database now, unless it is being told: that no more calls are taken must not wait. */
  beat(): void;
  /** Asks now which calls may not go on, and ends them. */
  endCalls(): void;
  stop(): Promise<void>;
}

/**
 * Tells the database every few seconds which calls live here, ends those that may not go on, and writes what waits for the
 * database. While that is away, what the calls have come to is kept on disk instead.
 */
export function startHeartbeat(options: HeartbeatOptions): HeartbeatTimer {
  const { desk, calls, unsaved, endCall, log, intervalMs = HEARTBEAT_MS, patienceMs = PATIENCE_MS } = options;
  let beating: Promise<void> | null = null;
  let retrying: Promise<void> = Promise.resolve();

  const heldCalls = (): HeldCall[] => {
    const running = [...calls].map(([callId, { session }]) => ({ callId, seconds: session.durationMs / 1000 }));
    return [...running, ...unsaved.held.filter(({ callId }) => !calls.has(callId))];
  };

  function end(unwanted: readonly CallToEnd[]): void {
    for (const call of unwanted) if (endCall(call)) log.info(call, 'ending a call that is no longer allowed');
  }

  async function beat(): Promise<void> {
    try {
      end(await withinPatience(desk.heartbeat(heldCalls()), patienceMs));
    } catch (err) {
      log.error({ err }, 'failed to send the heartbeat');
      for (const { reference, session } of calls.values()) {
        if (session.phase !== 'closed') await unsaved.keepRunning(reference, session.progress());
      }
      return;
    }
    // However much there is to be written, the next heartbeat does not wait for it.
    retrying = unsaved.retry((callId) => calls.has(callId));
  }

  const onTime = (): void => {
    // One that hangs says nothing new when it is sent twice.
    beating ??= beat().finally(() => (beating = null));
  };
  const timer = setInterval(onTime, intervalMs);
  // What an earlier process has left behind does not wait for the first interval.
  onTime();

  return {
    beat: onTime,
    endCalls() {
      desk
        .callsToEnd()
        .then(end, (err: unknown) => log.error({ err }, 'failed to find calls that are no longer allowed'));
    },
    async stop() {
      clearInterval(timer);
      await beating;
      await retrying;
    },
  };
}

/** @throws Error when it takes longer; what it fails with later is of no use to anybody */
async function withinPatience<Result>(work: Promise<Result>, patienceMs: number): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No response from the database for ${patienceMs} ms`)), patienceMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
