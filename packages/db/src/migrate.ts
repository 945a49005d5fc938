import { setTimeout as delay } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { applyRowLevelSecurity } from './apply-row-level-security.ts';
import { connectAsOwner } from './connect-as-owner.ts';
import * as foundation from './migrations/20261122T140000Z-foundation.ts';
import * as people from './migrations/20261122T160000Z-people.ts';
import * as agency from './migrations/20261122T161000Z-agency.ts';
import * as outgoingWebhooks from './migrations/20261122T162000Z-outgoing-webhooks.ts';
import * as notifications from './migrations/20261122T163000Z-notifications.ts';
import * as customFunctions from './migrations/20261122T164000Z-custom-functions.ts';
import * as liveChanges from './migrations/20261122T171000Z-live-changes.ts';
import * as brokenIntegrations from './migrations/20261122T172000Z-broken-integrations.ts';
import * as webhookSecretRotation from './migrations/20261122T173000Z-webhook-secret-rotation.ts';
import * as removedPeople from './migrations/20261128T180000Z-removed-people.ts';
import * as rateLimitWindows from './migrations/20261128T180100Z-rate-limit-windows.ts';
import * as auditOutcomes from './migrations/20261128T180200Z-audit-outcomes.ts';
import * as knownTimeZones from './migrations/20261128T181000Z-known-time-zones.ts';
import * as deletedNotifications from './migrations/20261128T181100Z-deleted-notifications.ts';
import * as webhookThroughput from './migrations/20261128T181200Z-webhook-throughput.ts';
import * as sweepOrder from './migrations/20261128T181300Z-sweep-order.ts';
import * as usageFigures from './migrations/20261128T182000Z-usage-figures.ts';
import * as webhookCredentials from './migrations/20261129T120000Z-webhook-credentials.ts';
import * as customDomains from './migrations/20261129T120100Z-custom-domains.ts';
import * as callBilling from './migrations/20261129T140000Z-call-billing.ts';
import * as idempotencyLeases from './migrations/20261129T130000Z-idempotency-leases.ts';
import * as loginAttempts from './migrations/20261129T160000Z-login-attempts.ts';
import * as verifiedAddresses from './migrations/20261129T150000Z-verified-addresses.ts';
import * as accessChanges from './migrations/20261129T150100Z-access-changes.ts';
import * as accountTimeZones from './migrations/20261129T180000Z-account-time-zones.ts';
import * as missedRecordings from './migrations/20261129T190000Z-missed-recordings.ts';
import * as toldRoles from './migrations/20261129T191000Z-told-roles.ts';
import * as sweepLeases from './migrations/20261129T200000Z-sweep-leases.ts';
import * as callFigures from './migrations/20261129T203000Z-call-figures.ts';
import * as earlierCalls from './migrations/20261129T203100Z-earlier-calls.ts';
import * as callLists from './migrations/20261129T213000Z-call-lists.ts';
import * as usageByDay from './migrations/20261129T214000Z-usage-by-day.ts';
import * as toolsOfConversations from './migrations/20261129T215000Z-tools-of-conversations.ts';
import * as shortSearches from './migrations/20261129T215500Z-short-searches.ts';
import { MIGRATION_LIMITS } from './limits.ts';
import { retryingLocks, setLockTimeout, type DatabaseMigration } from './migration.ts';

/** Listed by hand: what runs is what stands here, in this order. A migration that has landed is never edited. */
const migrations: Record<string, DatabaseMigration> = {
  '20261122T140000Z-foundation': foundation,
  '20261122T160000Z-people': people,
  '20261122T161000Z-agency': agency,
  '20261122T162000Z-outgoing-webhooks': outgoingWebhooks,
  '20261122T163000Z-notifications': notifications,
  '20261122T164000Z-custom-functions': customFunctions,
  '20261122T171000Z-live-changes': liveChanges,
  '20261122T172000Z-broken-integrations': brokenIntegrations,
  '20261122T173000Z-webhook-secret-rotation': webhookSecretRotation,
  '20261128T180000Z-removed-people': removedPeople,
  '20261128T180100Z-rate-limit-windows': rateLimitWindows,
  '20261128T180200Z-audit-outcomes': auditOutcomes,
  '20261128T181000Z-known-time-zones': knownTimeZones,
  '20261128T181100Z-deleted-notifications': deletedNotifications,
  '20261128T181200Z-webhook-throughput': webhookThroughput,
  '20261128T181300Z-sweep-order': sweepOrder,
  '20261128T182000Z-usage-figures': usageFigures,
  '20261129T120000Z-webhook-credentials': webhookCredentials,
  '20261129T120100Z-custom-domains': customDomains,
  '20261129T140000Z-call-billing': callBilling,
  '20261129T130000Z-idempotency-leases': idempotencyLeases,
  '20261129T150000Z-verified-addresses': verifiedAddresses,
  '20261129T150100Z-access-changes': accessChanges,
  '20261129T160000Z-login-attempts': loginAttempts,
  '20261129T180000Z-account-time-zones': accountTimeZones,
  '20261129T190000Z-missed-recordings': missedRecordings,
  '20261129T191000Z-told-roles': toldRoles,
  '20261129T200000Z-sweep-leases': sweepLeases,
  '20261129T203000Z-call-figures': callFigures,
  '20261129T203100Z-earlier-calls': earlierCalls,
  '20261129T213000Z-call-lists': callLists,
  '20261129T214000Z-usage-by-day': usageByDay,
  '20261129T215000Z-tools-of-conversations': toolsOfConversations,
  '20261129T215500Z-short-searches': shortSearches,
};

/** The database has migrations that this version does not know: a newer one has been at work. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError';
  readonly unknown: readonly string[];

  constructor(unknown: readonly string[]) {
    super(`The database is newer than this version, which does not know ${unknown.join(', ')}`);
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
  /** Told of each migration when it is done for good. */
  onMigration?: (name: string, milliseconds: number) => void;
}

/**
 * Brings the database up to date, one process at a time, and returns the names of the migrations that ran. Each is done
 * for good before the next begins; whoever uses the database meanwhile goes on. One that is up to date is only read.
 * @throws NewerDatabaseError, with nothing changed
 */
export async function migrate(connectionString: string, { onMigration }: MigrateOptions = {}): Promise<string[]> {
  return withMigrationLock(connectionString, async (db) => {
    const { pending, unknown } = await migrationStatus(db);
    if (unknown.length > 0) throw new NewerDatabaseError(unknown);
    for (const name of pending) {
      const start = performance.now();
      await runMigration(db, name);
      onMigration?.(name, performance.now() - start);
    }
    await applyRowLevelSecurity(db);
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

/** What has run and what has not, without changing anything. `db` must own the tables. */
export async function migrationStatus(db: Kysely<never>): Promise<MigrationStatus> {
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
  connectionString: string,
  work: (db: Kysely<never>) => Promise<Result>,
): Promise<Result> {
  const holder = connectAsOwner(connectionString);
  const db = connectAsOwner(connectionString, { limits: MIGRATION_LIMITS });
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
