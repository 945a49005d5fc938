import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { MIGRATION_LIMITS } from '@leadlock/db/limits';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { migrate } from '@leadlock/db/migrate';
import { fillOldDatabase, ID_FROM_TIME, keepBusy } from '@leadlock/db/testing/busy-product';
import { sql } from 'kysely';
import { fingerprint, readColumns, readLatestId } from './fingerprint.ts';
import { Waits } from './waits.ts';
import { watchLocks } from './watch-locks.ts';

/** The last migration of the version whose database is migrated. */
const OLD_VERSION = '20261128T182000Z-usage-figures';
/** How long the product is watched before anything is changed. */
const WATCHED_MS = 20_000;
const PRODUCT = 'product';
/** What grows with calls. */
const TABLES = ['call_logs', 'usage_records', 'events', 'webhook_deliveries', 'messages', 'tool_executions'];

/**
 * `pnpm bench migration [--calls 1000000]`: migrates a database of an older version with so many calls to this one, while
 * calls are held and read as processes of that version do. It tells the longest that each of their steps took before and
 * meanwhile, its own work included, how long each migration took, and whether every row is as it was. The database keeps
 * what it writes safe, as that of an installation does.
 */
export async function runMigrationBench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { calls: { type: 'string', default: '1000000' } } });
  const postgres = await startEmbeddedPostgres();
  try {
    await measure(postgres, Number(values.calls));
  } finally {
    await postgres.stop();
  }
}

async function measure(access: DatabaseAccess, calls: number): Promise<void> {
  await migrate(access, { until: OLD_VERSION });
  const owner = connectAsOwner(access.ownerUrl, { limits: MIGRATION_LIMITS });
  await ID_FROM_TIME.execute(owner);
  const seconds = await secondsOf(() => fillOldDatabase(owner, calls));
  await sql`VACUUM ANALYZE`.execute(owner);
  console.log(`${calls} calls of the version before, made in ${seconds.toFixed(0)} s`);
  const [columns, latestId] = [await readColumns(owner, TABLES), await readLatestId(owner)];
  const before = await fingerprint(owner, columns, latestId);

  await migrateWhileBusy(access);

  console.log('\nRows of before it, counted before and after');
  const after = await fingerprint(owner, columns, latestId);
  await owner.destroy();
  for (const [table, was] of before) {
    const now = after.get(table);
    const isSame = now?.rows === was.rows && now.sum === was.sum;
    console.log(`${table.padEnd(24)}${was.rows}  ${now?.rows}  ${isSame ? 'the same' : 'CHANGED'}`);
    if (!isSame) process.exitCode = 1;
  }
}

async function migrateWhileBusy(access: DatabaseAccess): Promise<void> {
  const waits = new Waits();
  const product = keepBusy(`${access.connectionString}?application_name=${PRODUCT}`, (name, milliseconds) =>
    waits.note(name, milliseconds),
  );
  const stopBefore = watchLocks(access.ownerUrl, PRODUCT);
  await delay(WATCHED_MS);
  waits.print(`Longest in the ${WATCHED_MS / 1000} s before`);
  printLocks(await stopBefore());

  waits.enter('before the first of them is done');
  const onMigration = (name: string, milliseconds: number): void => {
    console.log(`${name.padEnd(48)}${(milliseconds / 1000).toFixed(1).padStart(8)} s`);
    waits.enter(`after ${name}`);
  };
  console.log();
  const stopWatching = watchLocks(access.ownerUrl, PRODUCT);
  const seconds = await secondsOf(async () => {
    await migrate(access, { onMigration });
  });
  const locks = await stopWatching();
  await product.untilRefused();
  const held = await product.stop();
  waits.print(`Longest in the ${seconds.toFixed(0)} s of the migration; ${held} calls were held`);
  printLocks(locks);
}

function printLocks(locks: Awaited<ReturnType<ReturnType<typeof watchLocks>>>): void {
  for (const { what, milliseconds } of locks) {
    console.log(`${`lock of ${what}`.padEnd(48)}${milliseconds.toFixed(0).padStart(8)} ms`);
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
