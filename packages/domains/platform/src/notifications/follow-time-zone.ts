import type { TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { DEFAULT_SETTINGS } from './settings.ts';

/** Takes notifications along to the account's new time zone, unless they were given one of their own. */
export async function followTimeZone(
  ctx: TenantContext,
  trx: Db,
  { before, timezone }: { before: string; timezone: string },
): Promise<void> {
  await trx
    .updateTable('notification_settings')
    .set({ quiet_hours_timezone: timezone, updated_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('quiet_hours_timezone', 'in', [before, DEFAULT_SETTINGS.quiet_hours_timezone])
    .execute();
}
