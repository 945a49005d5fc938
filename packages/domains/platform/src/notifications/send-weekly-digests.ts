import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql, type RawBuilder } from 'kysely';
import { DIGEST_HOUR } from './email-time.ts';
import { emailTenant } from './email-tenant.ts';
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

/** A gateway that was cut off reports a call after so many days at most; later the call counts as a new one. */
const CORRECTED_WITHIN_DAYS = 30;

/**
 * The calls whose end was first announced in that week, as they stand now: one that was announced as failed, and later as
 * completed, is one completed call, of the week of the first.
 */
async function countCalls(trx: Db, tenantId: string, { starts, ends }: Week): Promise<{ all: number; failed: number }> {
  const { rows } = await sql<{ all: number; failed: number }>`
    WITH calls AS (
      SELECT min(occurred_at) AS announced_at, (array_agg(type ORDER BY occurred_at DESC, id DESC))[1] AS stands_as
      FROM events
      WHERE tenant_id = ${tenantId} AND type IN ('call.completed', 'call.failed')
        AND occurred_at >= ${starts}::timestamptz - make_interval(days => ${CORRECTED_WITHIN_DAYS})
      GROUP BY payload ->> 'call_id'
    )
    SELECT count(*) AS all, count(*) FILTER (WHERE stands_as = 'call.failed') AS failed
    FROM calls WHERE announced_at >= ${starts} AND announced_at < ${ends}`.execute(trx);
  return rows[0] ?? { all: 0, failed: 0 };
}

/** What the account was told in that week, whoever has read it. */
async function countNotifications(trx: Db, tenantId: string, { starts, ends }: Week): Promise<number> {
  const { count } = await trx
    .selectFrom('notifications')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('deleted_at', 'is', null)
    .where('created_at', '>=', starts)
    .where('created_at', '<', ends)
    .executeTakeFirstOrThrow();
  return count;
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const sendDigest = (system: SystemContext, tenantId: string, now: Date): Promise<void> =>
  withTransaction(system.db, async (trx) => {
    const week = await claimDigest(trx, tenantId, now);
    if (week === null) return;
    const calls = await countCalls(trx, tenantId, week);
    const notifications = await countNotifications(trx, tenantId, week);
    await emailTenant(system, trx, tenantId, {
      subject: 'Your weekly digest',
      paragraphs: [
        `Your agents had ${counted(calls.all, 'call')} last week. ${calls.failed} failed.`,
        `You had ${counted(notifications, 'notification')}.`,
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
      system.log.error({ err, tenant: tenantId }, 'failed to send a weekly digest');
    }
  }
}
