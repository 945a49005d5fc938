import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql, type RawBuilder } from 'kysely';
import { DIGEST_HOUR } from './email-time.ts';
import { emailTenant } from './email-tenant.ts';
import { countUnread } from './queries.ts';
import { isQuietAt, localTime, SETTINGS_ZONE } from './quiet-hours.ts';

/** After a Monday without a worker it goes out on Tuesday; later it would be no news. */
const LATEST_DAYS = 2;

interface Week {
  /** Monday midnight, there: the end of the week that is told. */
  ends: Date;
  starts: Date;
}

/** Monday midnight of the week that `now` is in, there. */
const monday = (now: Date): RawBuilder<Date> => sql<Date>`date_trunc('week', ${localTime(now)})`;

/** Whether it is time, there, for this week's digest, and nobody has claimed it. */
const isDue = (now: Date): RawBuilder<boolean> => sql<boolean>`(
  email_weekly_digest
  AND digest_sent_for IS DISTINCT FROM ${monday(now)}::date
  AND ${now}::timestamptz >= earliest_instant(${monday(now)} + make_interval(hours => ${DIGEST_HOUR}), ${SETTINGS_ZONE})
  AND ${localTime(now)} < ${monday(now)} + make_interval(days => ${LATEST_DAYS})
  AND NOT ${isQuietAt(now)}
)`;

/** Claims this week's digest of one tenant, if nobody has done so meanwhile. */
async function claimDigest(trx: Db, tenantId: string, now: Date): Promise<Week | null> {
  const { rows } = await sql<Week>`
    UPDATE notification_settings SET digest_sent_for = ${monday(now)}::date
    WHERE tenant_id = ${tenantId} AND ${isDue(now)}
    RETURNING earliest_instant(${monday(now)}, ${SETTINGS_ZONE}) AS ends,
      earliest_instant(${monday(now)} - interval '7 days', ${SETTINGS_ZONE}) AS starts`.execute(trx);
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

/** Sends last week's figures on Monday morning, in each tenant's own time zone and out of its quiet hours, once. */
export async function sendWeeklyDigests(system: SystemContext): Promise<void> {
  const now = system.clock.now();
  const due = await system.db
    .selectFrom('notification_settings')
    .select('tenant_id')
    .where('email_weekly_digest', '=', true)
    .where(isDue(now))
    .execute();
  for (const { tenant_id: tenantId } of due) {
    try {
      await sendDigest(system, tenantId, now);
    } catch (err) {
      // One tenant's trouble is not to keep the others waiting; it is tried again with the next run.
      system.log.error({ err, tenant: tenantId }, 'weekly digest failed');
    }
  }
}
