import { setTimeout as wait } from 'node:timers/promises';
import type { TenantContext } from '@leadlock/context/context';
import { watchChanges } from '@leadlock/db/watch-changes';

/** However many calls begin and end, whoever watches them all reads them once in this time. */
const PAUSE_MS = 2_000;

/**
 * Says at first, and whenever calls of the agency or its sub-accounts begin, change or end, that there is something new to
 * read. A new sub-account is watched from the next look at everything on, which is half a minute away at most.
 */
export async function* watchAgencyCalls(ctx: TenantContext, signal: AbortSignal): AsyncGenerator<void> {
  while (!signal.aborted) {
    const tenantIds = await findAccounts(ctx);
    const changes = watchChanges(ctx.database.changes, {
      tenantIds,
      isWatched: ({ table, part }) => table === 'call_logs' && part === 'call',
      signal,
    });
    for await (const { mayHaveMissed } of changes) {
      yield;
      if (mayHaveMissed && String(await findAccounts(ctx)) !== String(tenantIds)) break;
      await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The agency and its active sub-accounts. */
async function findAccounts({ db, tenant }: TenantContext): Promise<string[]> {
  const rows = await db
    .selectFrom('tenants')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', tenant.id), eb('parent_tenant_id', '=', tenant.id)]))
    .where('is_active', '=', true)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
