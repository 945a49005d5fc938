import type { TenantContext } from '@leadlock/context/context';
import { watchChanges } from '@leadlock/db/watch-changes';
import { toCallSummary } from './call-view.ts';
import { findNews } from './queries.ts';
import type { CallSummary } from './schemas.ts';

/** How far back a lost connection is made up for beyond what was last heard: a call may commit a little after it began. */
const OVERLAP_MS = 30_000;

/** How far back a reader who connects again is told what changed. */
const LOOK_BACK_MS = 86_400_000;

/** Calls that changed, as they were at a time. */
export interface CallNews {
  calls: CallSummary[];
  readAt: Date;
}

/**
 * The tenant's calls as they begin, change and end; at first those that run, and with `since` those that began or ended
 * since then, of the last day. What is said in them is no change here. After a lost connection a call may be told of
 * again.
 */
export async function* watchCalls(
  ctx: TenantContext,
  since: Date | null,
  signal: AbortSignal,
): AsyncGenerator<CallNews> {
  const changes = watchChanges(ctx.database.changes, {
    tenantId: ctx.tenant.id,
    isWatched: ({ table, part }) => table === 'call_logs' && part === 'call',
    signal,
  });
  /** The calls that run, as they were last shown. */
  const running = new Map<string, string>();
  const earliest = ctx.clock.now().getTime() - LOOK_BACK_MS;
  let heardAt = since && new Date(Math.max(since.getTime(), earliest));
  for await (const { ids, mayHaveMissed } of changes) {
    const missedSince: Date | null = mayHaveMissed && heardAt ? new Date(heardAt.getTime() - OVERLAP_MS) : null;
    heardAt = ctx.clock.now();
    const rows = await findNews(ctx.db, ctx.tenant.id, {
      ids: mayHaveMissed ? [...ids, ...running.keys()] : ids,
      running: mayHaveMissed,
      since: missedSince,
    });
    const news: CallSummary[] = [];
    for (const row of rows) {
      const call = toCallSummary(row, ctx);
      const text = JSON.stringify(call);
      if (running.get(row.id) !== text) news.push(call);
      if (row.ended_at === null) running.set(row.id, text);
      else running.delete(row.id);
    }
    yield { calls: news, readAt: heardAt };
  }
}
