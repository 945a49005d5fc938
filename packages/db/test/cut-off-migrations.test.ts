import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { MIGRATION_LIMITS } from '@leadlock/db/limits';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { migrate } from '@leadlock/db/migrate';
import { migrations } from '@leadlock/db/migrations';
import { fillOldDatabase, ID_FROM_TIME, TENANTS } from '@leadlock/db/testing/busy-product';
import { sql, type Kysely } from 'kysely';
import { expect, test, vi } from 'vitest';
import { withEmptyDatabase } from './empty-database.ts';

/** `cuts`: more statements than these are cut off, so that a way that breaks nothing is noticed. */
const ONLINE = [
  { name: '20261129T140000Z-call-billing', before: '20261129T130000Z-idempotency-leases', cuts: 10 },
  { name: '20261129T180000Z-account-time-zones', before: '20261129T160000Z-login-attempts', cuts: 10 },
  { name: '20261201T022500Z-notification-readers', before: '20261201T021500Z-audit-names', cuts: 6 },
  { name: '20261201T060000Z-searched-transcripts', before: '20261201T052500Z-agent-drafts', cuts: 15 },
] as const;

/**
 * A way to the database that breaks with the `count`th statement, as when the process that migrates is killed: the
 * statement is done, unless it is in a transaction, and nobody hears of it.
 */
async function breakingWay(ownerUrl: string, count: number) {
  const target = new URL(ownerUrl);
  const sockets = new Set<Socket>();
  let statements = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.end());
    }
    client.on('data', (chunk: Buffer) => {
      // Simple queries and those with parameters; the rest is how a connection begins and ends.
      if ('QP'.includes(String.fromCharCode(chunk[0] ?? 0))) statements += 1;
      database.write(chunk);
      if (statements === count) client.destroy();
    });
    database.on('data', (chunk) => client.write(chunk));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = String((server.address() as AddressInfo).port);
  return {
    url: Object.assign(new URL(ownerUrl), { port }).toString(),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Begins a migration on a connection that breaks with one of its statements. @returns whether it broke before the end */
async function runUntilItBreaks(access: DatabaseAccess, name: string, count: number): Promise<boolean> {
  const way = await breakingWay(access.ownerUrl, count);
  const db = connectAsOwner(way.url, { limits: MIGRATION_LIMITS });
  try {
    await migrations[name]?.up(db);
    return false;
  } catch (error) {
    if (!/terminated|ECONNRESET|not queryable/i.test(String(error))) throw error;
    return true;
  } finally {
    await db.destroy();
    await way.close();
  }
}

/** Everything that a migration may have changed: what the tables are, and what is in those that it writes. */
async function contents(access: DatabaseAccess): Promise<Record<string, unknown[]>> {
  const db = connectAsOwner(access.ownerUrl);
  const read = async (query: string) => (await sql.raw(query).execute(db)).rows;
  const found = {
    columns: await read(`
      SELECT attrelid::regclass::text AS of, attname, attnum, format_type(atttypid, atttypmod), attnotnull,
        pg_get_expr(adbin, adrelid) AS otherwise, col_description(attrelid, attnum) AS meaning
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2`),
    constraints: await read(`
      SELECT conrelid::regclass::text AS of, conname, pg_get_constraintdef(oid) AS rule, convalidated FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`),
    indexes: await read(`
      SELECT pg_get_indexdef(indexrelid) AS index, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE relnamespace = 'public'::regnamespace ORDER BY 1`),
    triggers: await read(`
      SELECT pg_get_triggerdef(pg_trigger.oid) AS trigger FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`),
    functions: await read(`
      SELECT pg_get_functiondef(oid) AS function FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' ORDER BY 1`),
  };
  const tables = ['tenants', 'call_logs', 'usage_records', 'usage_totals', 'usage_by_day', 'usage_by_quarter_hour'];
  const rows: Record<string, unknown[]> = {};
  for (const table of [...tables, 'agency_usage_by_quarter_hour']) {
    const isThere = await read(`SELECT FROM pg_class WHERE oid = to_regclass('public.${table}')`);
    if (isThere.length > 0) rows[table] = await read(`SELECT to_jsonb(t) AS row FROM ${table} AS t ORDER BY 1`);
  }
  await db.destroy();
  return { ...found, ...rows };
}

async function fill(owner: Kysely<never>): Promise<void> {
  await ID_FROM_TIME.execute(owner);
  await fillOldDatabase(owner, 12);
  await sql`
    INSERT INTO events (tenant_id, id, type, payload, actor, occurred_at)
    VALUES (${TENANTS[1]}, gen_random_uuid(), 'usage.limit_reached', '{"limit": "trial minutes"}', '{}', '2026-11-01')
  `.execute(owner);
}

test.each(ONLINE)(
  '$name, cut off at one statement after the other, comes to the same end',
  { timeout: 60_000 },
  async ({ name, before, cuts: atLeast }) => {
    await withEmptyDatabase(async (access) => {
      await migrate(access, { until: before });
      const owner = connectAsOwner(access.ownerUrl);
      await fill(owner);
      await owner.destroy();
      const template = new URL(access.ownerUrl).pathname.slice(1);
      await withEmptyDatabase(async (untouched) => {
        let cuts = 0;
        while (await runUntilItBreaks(access, name, cuts + 1)) cuts += 1;
        // Those of its transactions and of what is in them, at least.
        expect(cuts).toBeGreaterThan(atLeast);
        for (const each of [access, untouched]) expect(await migrate(each, { until: name })).toContain(name);
        expect(await contents(access)).toEqual(await contents(untouched));
      }, `TEMPLATE ${template}`);
    });
  },
);

test('an index whose build was cut off is built anew', { timeout: 60_000 }, async () => {
  const [{ name, before }] = ONLINE;
  await withEmptyDatabase(async (access) => {
    await migrate(access, { until: before });
    const owner = connectAsOwner(access.ownerUrl);
    await fill(owner);
    const valid = async () => {
      const { rows } = await sql<{ valid: boolean }>`
        SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('usage_records_of_call')`.execute(
        owner,
      );
      return rows.map((row) => row.valid);
    };
    const reader = connectAsOwner(access.ownerUrl);
    const migrating = connectAsOwner(access.ownerUrl, { limits: MIGRATION_LIMITS });
    const reading = reader.transaction().setIsolationLevel('repeatable read');
    await reading.execute(async (trx) => {
      // The build waits at its end for whoever sees the table as it was.
      await sql`SELECT`.execute(trx);
      const ended = migrations[name]?.up(migrating).then(
        () => 'done',
        (error: unknown) => String(error),
      );
      await vi.waitUntil(async () => (await valid()).length > 0, { timeout: 20_000 });
      await sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'CREATE UNIQUE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()
      `.execute(owner);
      expect(await ended).toContain('terminat');
    });
    expect(await valid()).toEqual([false]);
    await migrate(access, { until: name });
    expect(await valid()).toEqual([true]);
    await Promise.all([owner.destroy(), reader.destroy(), migrating.destroy()]);
  });
});
