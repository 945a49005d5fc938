import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import pg from 'pg';
import * as foundation from './migrations/20261122T140000Z-foundation.ts';
import * as people from './migrations/20261122T160000Z-people.ts';
import * as agency from './migrations/20261122T161000Z-agency.ts';
import * as outgoingWebhooks from './migrations/20261122T162000Z-outgoing-webhooks.ts';
import * as notifications from './migrations/20261122T163000Z-notifications.ts';
import * as customFunctions from './migrations/20261122T164000Z-custom-functions.ts';
import { applyRowLevelSecurity } from './row-level-security.ts';

/** Listed by hand: what runs is what stands here, in this order. A migration that has landed is never edited. */
const migrations: Record<string, Migration> = {
  '20261122T140000Z-foundation': foundation,
  '20261122T160000Z-people': people,
  '20261122T161000Z-agency': agency,
  '20261122T162000Z-outgoing-webhooks': outgoingWebhooks,
  '20261122T163000Z-notifications': notifications,
  '20261122T164000Z-custom-functions': customFunctions,
};

/** Brings the database up to date, one process at a time, and returns the names of the migrations that ran. */
export async function migrate(connectionString: string): Promise<string[]> {
  const db = connectAsOwner(connectionString);
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error) throw error;
    await applyRowLevelSecurity(db);
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

/** Whether every migration of this version has run, without changing anything. */
export async function isMigrated(db: Kysely<never>): Promise<boolean> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const known = await migrator.getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}

/** A connection that owns the tables and is bound by no policy, for migrations and code generation only. */
export function connectAsOwner(connectionString: string): Kysely<never> {
  const pool = new pg.Pool({ connectionString, max: 1 });
  // A server that stops before the socket is closed reports it here; every query reports its own errors.
  pool.on('error', () => undefined);
  return new Kysely<never>({ dialect: new PostgresDialect({ pool }) });
}
