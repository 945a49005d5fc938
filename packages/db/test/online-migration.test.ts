import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '@leadlock/core/ids';
import { applyRowLevelSecurity } from '@leadlock/db/apply-row-level-security';
import { connectDatabase } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { migrate } from '@leadlock/db/migrate';
import { fillOldDatabase, ID_FROM_TIME, keepBusy, TENANTS } from '@leadlock/db/testing/busy-product';
import { sql, type Kysely } from 'kysely';
import { expect, test } from 'vitest';
import * as callSids from '../src/migrations/20261129T220000Z-call-sids.ts';
import * as monthlyPartitions from '../src/migrations/20261129T220100Z-monthly-partitions.ts';
import { withEmptyDatabase } from './empty-database.ts';

/** The last migration of the version whose databases are migrated here. */
const OLD_VERSION = '20261128T182000Z-usage-figures';
const CALLS = 2_000;
/** Longer than this nobody waits for a migration. */
const LONGEST_WAIT_MS = 200;

async function count(db: Kysely<never>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) FROM ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
}

const whatIsWrong = async (db: Kysely<never>): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    SELECT format('%s of %s is not checked', conname, conrelid::regclass) AS name FROM pg_constraint
    WHERE NOT convalidated AND conparentid = 0
    UNION ALL SELECT format('%s is not built', indexrelid::regclass) FROM pg_index WHERE NOT indisvalid
    UNION ALL SELECT format('call %s has %s usage records', call_logs.id, count(used.id)) FROM call_logs
      LEFT JOIN usage_records AS used ON used.tenant_id = call_logs.tenant_id AND used.call_id = call_logs.id
      GROUP BY call_logs.tenant_id, call_logs.id HAVING count(used.id) <> 1
    UNION ALL SELECT format('call %s is not found by its name', id) FROM call_logs
      LEFT JOIN call_sids AS sid ON sid.twilio_call_sid = call_logs.twilio_call_sid
        AND sid.tenant_id = call_logs.tenant_id AND sid.call_id = call_logs.id
      WHERE sid.call_id IS NULL
    UNION ALL SELECT format('%s rows of %s are counted as %s', count, tenant_id, sum)
      FROM (SELECT tenant_id, count(*) FROM usage_records GROUP BY tenant_id) AS records
      JOIN (SELECT tenant_id, sum(calls) FROM usage_totals GROUP BY tenant_id) AS totals USING (tenant_id)
      WHERE count <> sum
    UNION ALL SELECT format('%s bookings of %s are counted as %s', count, tenant_id, sum)
      FROM (SELECT tenant_id, count(*) FROM call_logs WHERE appointment_booked GROUP BY tenant_id) AS calls
      JOIN (SELECT tenant_id, sum(booked) FROM usage_totals GROUP BY tenant_id) AS totals USING (tenant_id)
      WHERE count <> sum
  `.execute(db);
  return rows.map(({ name }) => name);
};

/** How many times as long as it may take the same work has taken, on a machine that has other things to do. */
async function measureSlowness(ownerUrl: string, work: () => Promise<void>): Promise<number> {
  const owner = connectAsOwner(ownerUrl);
  const times: number[] = [];
  const ending = new AbortController();
  const measuring = (async () => {
    while (!ending.signal.aborted) {
      const start = performance.now();
      await sql`SELECT count(*) FROM generate_series(1, 50000)`.execute(owner);
      times.push(performance.now() - start);
      await delay(20);
    }
  })();
  try {
    await work();
  } finally {
    ending.abort();
    await measuring;
    await owner.destroy();
  }
  return Math.max(...times) / Math.min(...times);
}

test(
  'a database of an older version migrates while calls are held and read, and loses nothing but inbound calls at its end',
  { timeout: 120_000 },
  async () => {
    await withEmptyDatabase(async (access) => {
      await migrate(access, { until: OLD_VERSION });
      const owner = connectAsOwner(access.ownerUrl);
      await ID_FROM_TIME.execute(owner);
      const filling = connectDatabase(access);
      await fillOldDatabase(filling.system, CALLS);
      await filling.close();

      const longest = { name: '', milliseconds: 0 };
      const product = keepBusy(access.connectionString, (name, milliseconds) => {
        if (milliseconds > longest.milliseconds) Object.assign(longest, { name, milliseconds });
      });
      const slowness = await measureSlowness(access.ownerUrl, async () => {
        expect(await migrate(access)).toContain('20261129T220100Z-monthly-partitions');
      });
      // From the partitioning of the calls on, until the version after runs, and not before.
      await product.untilRefused();
      const kept = CALLS + (await product.stop());
      expect(kept).toBeGreaterThan(CALLS);
      expect(longest).toSatisfy(({ milliseconds }) => milliseconds <= LONGEST_WAIT_MS * slowness);

      for (const table of ['call_logs', 'usage_records', 'events', 'messages', 'tool_executions', 'call_sids']) {
        expect([table, await count(owner, table)]).toEqual([table, kept]);
      }
      expect(await count(owner, 'webhook_deliveries')).toBe(CALLS);
      expect(await count(owner, 'call_sessions')).toBe(0);
      expect(await whatIsWrong(owner)).toEqual([]);
      expect(await applyRowLevelSecurity(owner)).toEqual([]);
      // All are in the partition that the old table has become: those to come lie at least a week ahead.
      expect(await count(owner, 'partitions.call_logs_before')).toBe(kept);

      // What was cut off is run again.
      for (const migration of [callSids, monthlyPartitions]) await migration.up(owner);
      expect(await whatIsWrong(owner)).toEqual([]);
      await owner.destroy();
    });
  },
);

/** A database with a few calls, before anything is partitioned. */
const withOldDatabase = (work: (access: DatabaseAccess, owner: ReturnType<typeof connectAsOwner>) => Promise<void>) =>
  withEmptyDatabase(async (access) => {
    await migrate(access, { until: OLD_VERSION });
    const owner = connectAsOwner(access.ownerUrl);
    const database = connectDatabase(access);
    await ID_FROM_TIME.execute(owner);
    await fillOldDatabase(database.system, 10);
    try {
      await work(access, owner);
    } finally {
      await Promise.all([database.close(), owner.destroy()]);
    }
  });

const enterMessage = (owner: Kysely<never>, id: string) =>
  sql`INSERT INTO messages (tenant_id, id, direction, from_number, to_number, body, status)
    VALUES (${TENANTS[0]}, ${id}, 'outbound', '+1', '+2', 'Hi', 'sent')`.execute(owner);

async function partitioned(owner: Kysely<never>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace ORDER BY 1
  `.execute(owner);
  return rows.map(({ name }) => name);
}

async function conditions(owner: Kysely<never>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT conname AS name FROM pg_constraint WHERE conname LIKE '%_come_before'`.execute(owner);
  return rows.map(({ name }) => name);
}

test('rows of a clock that was ahead are among the rows before, whose table’s months begin later', async () => {
  await withOldDatabase(async (access, owner) => {
    const { rows } = await sql<{ id: string }>`SELECT gen_old_id(now() + interval '100 days') AS id`.execute(owner);
    await enterMessage(owner, rows[0]?.id ?? '');
    await migrate(access);
    expect(await partitioned(owner)).toEqual(['call_logs', 'events', 'messages', 'usage_records']);
    expect(await conditions(owner)).toEqual([]);
    expect(await count(owner, 'partitions.messages_before')).toBe(11);
    const bounds = await sql<{ later: boolean; month: boolean }>`
      SELECT messages.before_id > ${rows[0]?.id ?? ''}::uuid AND messages.before_id > calls.before_id AS later,
        messages.before_id = first_id_at(date_trunc('month', now() + interval '107 days', 'UTC') + interval '1 month') AS month
      FROM month_partitions('messages') AS messages, month_partitions('call_logs') AS calls
      WHERE messages.name = 'messages_before' AND calls.name = 'call_logs_before'`.execute(owner);
    expect(bounds.rows).toEqual([{ later: true, month: true }]);
  });
}, 60_000);

test('ids that are of no time are refused before any table is changed', async () => {
  await withOldDatabase(async (access, owner) => {
    const id = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
    await enterMessage(owner, id);
    await expect(migrate(access)).rejects.toThrow(
      `messages has 1 row with an ID more than a year ahead, such as IDs that are not UUIDv7 (${id})`,
    );
    expect(await partitioned(owner)).toEqual([]);
    expect(await conditions(owner)).toEqual([]);
    await sql`DELETE FROM messages WHERE id = ${id}`.execute(owner);
    await migrate(access);
    expect(await partitioned(owner)).toEqual(['call_logs', 'events', 'messages', 'usage_records']);
    expect(await whatIsWrong(owner)).toEqual([]);
  });
}, 60_000);

test('a call of the next month is a row of that month’s partition, with keys, triggers and policies', async () => {
  await withEmptyDatabase(async (access) => {
    await migrate(access);
    const database = connectDatabase(access);
    const owner = connectAsOwner(access.ownerUrl);
    await ID_FROM_TIME.execute(owner);
    await fillOldDatabase(database.system, 10);
    const [tenantId = '', otherId = ''] = TENANTS;
    const { rows } = await sql<{ id: string; partition: string }>`
      SELECT gen_old_id(now() + interval '1 month') AS id,
        'partitions.call_logs_' || to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY_MM') AS partition
    `.execute(owner);
    const [{ id, partition } = { id: newId(), partition: '' }] = rows;
    const enter = (sid: string, callId = id) =>
      sql`
      INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at)
      VALUES (${tenantId}, ${callId}, ${sid}, 'inbound', '+1', '+2', 'ringing', now())`.execute(
        database.tenant(tenantId),
      );
    await enter('CA1');
    const places = await sql`SELECT tableoid::regclass::text AS place FROM call_logs WHERE id = ${id}`.execute(owner);
    expect(places.rows).toEqual([{ place: partition }]);
    await expect(enter('CA1', newId())).rejects.toThrow('there is a call CA1 already');
    const seen = await sql`SELECT FROM call_logs WHERE id = ${id}`.execute(database.tenant(otherId));
    expect(seen.rows).toEqual([]);
    const read = sql`SELECT FROM ${sql.table(partition)}`;
    await expect(read.execute(database.tenant(tenantId))).rejects.toThrow('permission denied');
    await expect(read.execute(database.system)).rejects.toThrow('permission denied');
    const usage = sql`
      INSERT INTO usage_records (tenant_id, id, kind, call_id, direction, quantity, unit, revenue_cents, occurred_at)
      VALUES (${tenantId}, ${newId()}, 'voice', ${newId()}, 'inbound', 1, 'minute', 20, now())`;
    await expect(usage.execute(database.system)).rejects.toThrow('usage_records_tenant_id_call_id_fkey');
    await Promise.all([database.close(), owner.destroy()]);
  });
});
