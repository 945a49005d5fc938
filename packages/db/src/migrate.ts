import { setTimeout as delay } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { applyFunctionRights } from './apply-function-rights.ts';
import { applyRowLevelSecurity, createRoles } from './apply-row-level-security.ts';
import { connectAsOwner } from './connect-as-owner.ts';
import type { DatabaseAccess } from './login/database-access.ts';
import { makeLogin } from './login/make-login.ts';
import { MIGRATION_LIMITS } from './limits.ts';
import { retryingLocks, setLockTimeout } from './migration.ts';
import { migrations } from './migrations.ts';

/** The database has migrations that this version does not know: a newer one has been at work. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError';
  readonly unknown: readonly string[];

  constructor(unknown: readonly string[]) {
    super(`The database is newer than this version. Unknown migrations: ${unknown.join(', ')}`);
    this.unknown = unknown;
  }
}

export interface MigrationStatus {
  /** In the order in which they ran. */
  applied: { name: string; appliedAt: Date }[];
  /** In the order in which they will run. */
  pending: string[];
  /** Applied by a newer version of the product. */
  unknown: string[];
}

export interface MigrateOptions {
  /** The last migration to run; absent: all of them run. */
  until?: string;
  /** Told of each migration when it is done for good. */
  onMigration?: (name: string, milliseconds: number) => void;
}

/**
 * Brings the database up to date, one process at a time, and returns the names of the migrations that ran. Each is done
 * for good before the next begins; whoever uses the database meanwhile goes on. One that is up to date is only read.
 * Then it makes the account that the product logs in with, or puts its rights right.
 * @throws NewerDatabaseError, with nothing changed
 * @throws UnsafeLoginError, LoginNotMadeError when the product has no account to log in with
 */
export async function migrate(access: DatabaseAccess, { onMigration, until }: MigrateOptions = {}): Promise<string[]> {
  return withMigrationLock(access.ownerUrl, async (db) => {
    const { pending: all, unknown } = await migrationStatus(db);
    if (unknown.length > 0) throw new NewerDatabaseError(unknown);
    const pending = all.filter((name) => until === undefined || name <= until);
    await createRoles(db);
    for (const name of pending) {
      const start = performance.now();
      await runMigration(db, name);
      onMigration?.(name, performance.now() - start);
    }
    await applyRowLevelSecurity(db);
    await applyFunctionRights(db);
    await makeLogin(db, access);
    return pending;
  });
}

async function runMigration(db: Kysely<never>, name: string): Promise<void> {
  const isOnline = migrations[name]?.isOnline ?? false;
  await setLockTimeout(db, isOnline ? 'online' : 'short');
  await retryingLocks(async () => {
    const { error } = await migratorOf(db).migrateTo(name, { disableTransactions: isOnline });
    if (error) throw error;
  });
}

/** What has run and what has not, without changing anything; the owner of the tables and `leadlock_system` may look. */
export async function migrationStatus<Tables>(db: Kysely<Tables>): Promise<MigrationStatus> {
  const { rows: tables } = await sql<{ exists: boolean }>`
    SELECT to_regclass('public.kysely_migration') IS NOT NULL AS exists
  `.execute(db);
  const { rows } = tables[0]?.exists
    ? await sql<{ name: string; timestamp: string }>`
        SELECT name, timestamp FROM kysely_migration ORDER BY timestamp, name
      `.execute(db)
    : { rows: [] };
  const ran = new Set(rows.map(({ name }) => name));
  return {
    applied: rows
      .filter(({ name }) => name in migrations)
      .map(({ name, timestamp }) => ({ name, appliedAt: new Date(timestamp) })),
    pending: Object.keys(migrations)
      .filter((name) => !ran.has(name))
      .toSorted(),
    unknown: rows.map(({ name }) => name).filter((name) => !(name in migrations)),
  };
}

/** Whether every migration of this version has run, without changing anything. */
export async function isMigrated(db: Kysely<never>): Promise<boolean> {
  const known = await migratorOf(db).getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}

const migratorOf = (db: Kysely<never>): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => migrations } });

/** Any number that nothing else in the database locks. */
const MIGRATION_LOCK = 7_413_925_806;
const LOCK_PAUSE_MS = 100;

/**
 * The migrator locks for itself, but what is brought up to date after it would collide: grants and policies, of two
 * processes at once. The lock is the connection's and ends with it, however that ends. It is asked for again and again:
 * a statement that waits for it would hold up an index that is built concurrently, which waits for all statements.
 */
async function withMigrationLock<Result>(
  ownerUrl: string,
  work: (db: Kysely<never>) => Promise<Result>,
): Promise<Result> {
  const holder = connectAsOwner(ownerUrl);
  const db = connectAsOwner(ownerUrl, { limits: MIGRATION_LIMITS });
  try {
    return await holder.connection().execute(async (locked) => {
      while (!(await tryToLock(locked))) await delay(LOCK_PAUSE_MS);
      return work(db);
    });
  } finally {
    await Promise.all([holder.destroy(), db.destroy()]);
  }
}

async function tryToLock(db: Kysely<never>): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`SELECT pg_try_advisory_lock(${MIGRATION_LOCK}) AS locked`.execute(db);
  return rows[0]?.locked ?? false;
}
