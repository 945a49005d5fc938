import type { Change } from './change.ts';
import type { Changes, ChangeSubscriber } from './changes.ts';

/** What to look at: these rows, or everything there is where some change may have been missed. */
export interface ChangedRows {
  ids: string[];
  mayHaveMissed: boolean;
}

export interface WatchedChanges {
  tenantIds: readonly string[];
  isWatched: (change: Change) => boolean;
  /** Ends the watch. */
  signal: AbortSignal;
  /** How often everything is looked at though nothing is told. */
  lookAgainMs?: number;
}

/**
 * A process that dies when it has committed something and before it has announced it leaves nobody who would. That is rare,
 * so that half a minute is soon enough, and looking costs a query of few rows.
 */
const LOOK_AGAIN_MS = 30_000;

/** Of more rows not each one is told: whoever watches and is slow looks at everything instead. */
const MOST_IDS = 1_000;

/**
 * Says which of some tenants' rows to read again, as they change. It begins with `mayHaveMissed`, so that what is read then
 * and what is told later leave no gap, and says so again every half a minute. Rows that change while nobody asks are told
 * of once.
 */
export async function* watchChanges(
  changes: Changes,
  { tenantIds, isWatched, signal, lookAgainMs = LOOK_AGAIN_MS }: WatchedChanges,
): AsyncGenerator<ChangedRows> {
  const ids = new Set<string>();
  let mayHaveMissed = true;
  let wake = (): void => undefined;
  const onAbort = (): void => wake();
  const lookAgain = (): void => {
    mayHaveMissed = true;
    wake();
  };
  const subscriber: ChangeSubscriber = {
    onChange(change) {
      if (!isWatched(change)) return;
      if (ids.size >= MOST_IDS) {
        ids.clear();
        mayHaveMissed = true;
      }
      ids.add(change.id);
      wake();
    },
    onGap: lookAgain,
  };
  const unsubscribes = tenantIds.map((id) => changes.subscribe(id, subscriber));
  const timer = setInterval(lookAgain, lookAgainMs);
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      if (ids.size === 0 && !mayHaveMissed) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const changed = { ids: [...ids], mayHaveMissed };
      ids.clear();
      mayHaveMissed = false;
      yield changed;
    }
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', onAbort);
    for (const unsubscribe of unsubscribes) unsubscribe();
  }
}
