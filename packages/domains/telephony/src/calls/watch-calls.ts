import type { TenantContext } from '@leadlock/context/context';
import { watchChanges } from '@leadlock/db/watch-changes';
import { toCallSummary } from './call-view.ts';
import { findNews } from './queries.ts';
import type { CallSummary } from './schemas.ts';

/** How far back is looked beyond the last look at everything: a call may commit a little after it began. */
const OVERLAP_MS = 30_000;

/** How far back a reader who connects again is told what changed. */
const LOOK_BACK_MS = 86_400_000;

/** Calls that changed, as they were at a time. */
export interface CallNews {
  calls: CallSummary[];
  readAt: Date;
}

export interface WatchOptions {
  /** How often all is looked at though nothing was announced; what `watchChanges` does unless told otherwise. */
  lookAgainMs?: number;
}

/**
 * The tenant's calls as they begin, change and end; at first those that run, and with `since` those that began or ended
 * since then, of the last day. What is said in them is no change here. Nothing is told twice but what changes.
 */
export async function* watchCalls(
  ctx: TenantContext,
  since: Date | null,
  signal: AbortSignal,
  { lookAgainMs }: WatchOptions = {},
): AsyncGenerator<CallNews> {
  const changes = watchChanges(ctx.database.changes, {
    tenantIds: [ctx.tenant.id],
    isWatched: ({ table, part }) => table === 'call_logs' && part === 'call',
    signal,
    lookAgainMs,
  });
  /** The calls that run, as they were last shown, and those that are over and will be found once more. */
  const running = new Map<string, string>();
  const over = new Map<string, { text: string; began: Date }>();
  const withOverlap = (time: Date): Date => new Date(time.getTime() - OVERLAP_MS);
  const earliest = ctx.clock.now().getTime() - LOOK_BACK_MS;
  let missed = {
    since: since && withOverlap(new Date(Math.max(since.getTime(), earliest))),
    begun: null as Date | null,
  };
  let isFirst = true;
  for await (const { ids, mayHaveMissed } of changes) {
    const readAt = ctx.clock.now();
    const rows = await findNews(
      ctx.db,
      ctx.tenant.id,
      // What ran at the last look is known, so that what began and ended since then began since then.
      mayHaveMissed ? { ...missed, ids: [...ids, ...running.keys()], running: true } : { ids },
    );
    const calls: CallSummary[] = [];
    for (const row of rows) {
      const call = toCallSummary(row, ctx);
      const text = JSON.stringify(call);
      if ((running.get(row.id) ?? over.get(row.id)?.text) !== text) calls.push(call);
      running.delete(row.id);
      if (row.ended_at === null) running.set(row.id, text);
      else over.set(row.id, { text, began: row.started_at });
    }
    if (mayHaveMissed) {
      const begun = withOverlap(readAt);
      missed = { since: null, begun };
      for (const [id, { began }] of over) if (began < begun) over.delete(id);
    }
    if (isFirst || calls.length > 0) yield { calls, readAt };
    isFirst = false;
  }
}
