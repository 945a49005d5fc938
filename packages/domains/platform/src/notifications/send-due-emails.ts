import type { SystemContext } from '@leadlock/context/context';
import type { DB } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import type { ExpressionBuilder } from 'kysely';
import { findDashboardUrl } from '@leadlock/identity/emails';
import { contentOf } from './email-due.ts';
import { emailTenant } from './email-tenant.ts';
import { isQuietAt } from './quiet-hours.ts';

/** Tenants at a time; the next run goes on with the others. */
const TENANTS_A_RUN = 200;
/** What is to go out by now. The quiet hours are looked at once more: they may have begun, or been set, while it waited. */
const isDue = (eb: ExpressionBuilder<DB, 'notifications'>, now: Date) =>
  eb.and([
    eb('notifications.email_due_at', '<=', now),
    eb('notifications.emailed_at', 'is', null),
    eb('notifications.deleted_at', 'is', null),
    eb.not(
      eb.exists(
        eb
          .selectFrom('notification_settings')
          .select('notification_settings.tenant_id')
          .whereRef('notification_settings.tenant_id', '=', 'notifications.tenant_id')
          .where(isQuietAt(now)),
      ),
    ),
  ]);

/** One email with all that is due. Marking and sending are one transaction, so nothing goes out twice or is lost. */
const sendTo = (system: SystemContext, tenantId: string, now: Date): Promise<boolean> =>
  withTransaction(system.db, async (trx) => {
    const due = await trx
      .updateTable('notifications')
      .set({ emailed_at: now })
      .where('tenant_id', '=', tenantId)
      .where((eb) => isDue(eb, now))
      .returning(['type', 'title', 'body', 'metadata', 'created_at', 'id'])
      .execute();
    if (due.length === 0) return false;
    due.sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.id < b.id ? -1 : 1));
    const dashboardUrl = await findDashboardUrl(system, trx, tenantId);
    await emailTenant(system, trx, tenantId, await contentOf(trx, tenantId, due, dashboardUrl));
    return true;
  });

/**
 * Sends what is to be told by email by now. Any number of workers may do it at once.
 * @returns how many tenants were written to
 */
export async function sendDueEmails(system: SystemContext): Promise<number> {
  const now = system.clock.now();
  const tenants = await system.db
    .selectFrom('notifications')
    .select('tenant_id')
    .distinct()
    .where((eb) => isDue(eb, now))
    .limit(TENANTS_A_RUN)
    .execute();
  let sent = 0;
  for (const { tenant_id: tenantId } of tenants) {
    try {
      if (await sendTo(system, tenantId, now)) sent += 1;
    } catch (err) {
      // One tenant's trouble is not to keep the others waiting; it is tried again with the next run.
      system.log.error({ err, tenant: tenantId }, 'failed to send notification emails');
    }
  }
  return sent;
}
