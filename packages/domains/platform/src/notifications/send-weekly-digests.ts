import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { DIGEST_HOUR } from './email-time.ts';
import { emailTenant } from './email-tenant.ts';
import { countUnread } from './queries.ts';

/** After a Monday without a worker it goes out on Tuesday; later it would be no news. */
const LATEST_DAYS = 2;

interface Week {
  /** Monday midnight, there: the end of the week that is told. */
  ends: Date;
  starts: Date;
}

/** Claims this week's digest of one tenant, if it is time for it there and nobody has claimed it. */
async function claimDigest(trx: Db, tenantId: string, now: Date): Promise<Week | null> {
  const local = sql`${now}::timestamptz AT TIME ZONE quiet_hours_timezone`;
  const monday = sql`date_trunc('week', ${local})`;
  const { rows } = await sql<Week>`
    UPDATE notification_settings SET digest_sent_for = ${monday}::date
    WHERE tenant_id = ${tenantId} AND email_weekly_digest
      AND digest_sent_for IS DISTINCT FROM ${monday}::date
      AND ${local} >= ${monday} + make_interval(hours => ${DIGEST_HOUR})
      AND ${local} < ${monday} + make_interval(days => ${LATEST_DAYS})
    RETURNING ${monday} AT TIME ZONE quiet_hours_timezone AS ends,
      (${monday} - interval '7 days') AT TIME ZONE quiet_hours_timezone AS starts`.execute(trx);
  return rows[0] ?? null;
}

async function countEvents(trx: Db, tenantId: string, type: string, { starts, ends }: Week): Promise<number> {
  const { count } = await trx
    .selectFrom('events')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('type', '=', type)
    .where('occurred_at', '>=', starts)
    .where('occurred_at', '<', ends)
    .executeTakeFirstOrThrow();
  return count;
}

const sendDigest = (system: SystemContext, tenantId: string, now: Date): Promise<void> =>
  withTransaction(system.db, async (trx) => {
    const week = await claimDigest(trx, tenantId, now);
    if (week === null) return;
    const completed = await countEvents(trx, tenantId, 'call.completed', week);
    const failed = await countEvents(trx, tenantId, 'call.failed', week);
    const unread = await countUnread(trx, { tenantId });
    await emailTenant(system, trx, tenantId, {
      subject: 'Your week in calls',
      paragraphs: [
        `Last week your agents took part in ${completed + failed} calls; ${failed} of them failed.`,
        `${unread} notifications are unread.`,
      ],
    });
  });

/** Sends last week's figures on Monday morning, in each tenant's own time zone, once. */
export async function sendWeeklyDigests(system: SystemContext): Promise<void> {
  const wanting = await system.db
    .selectFrom('notification_settings')
    .select('tenant_id')
    .where('email_weekly_digest', '=', true)
    .execute();
  const now = system.clock.now();
  for (const { tenant_id: tenantId } of wanting) await sendDigest(system, tenantId, now);
}
