import type { TenantContext } from '@leadlock/context/context';
import { watchChanges } from '@leadlock/db/watch-changes';
import { toCallLogResponse } from './call-view.ts';
import { findCall } from './queries.ts';
import type { CallLogResponse } from './schemas.ts';

/** A call as it is, and again each time that it has changed, until it is over or gone. */
export async function* watchCall(
  ctx: TenantContext,
  callId: string,
  signal: AbortSignal,
): AsyncGenerator<CallLogResponse> {
  const changes = watchChanges(ctx.database.changes, {
    tenantIds: [ctx.tenant.id],
    isWatched: ({ table, id }) => table === 'call_logs' && id === callId,
    signal,
  });
  let shown = '';
  for await (const _ of changes) {
    const row = await findCall(ctx.db, ctx.tenant.id, callId);
    if (!row) return;
    const call = toCallLogResponse(row, ctx);
    const text = JSON.stringify(call);
    if (text !== shown) yield call;
    shown = text;
    if (row.ended_at !== null) return;
  }
}
