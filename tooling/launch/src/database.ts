import { EnvironmentError } from '@leadlock/core/environment';
import { connectDatabase } from '@leadlock/db/client';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { LoginNotMadeError } from '@leadlock/db/login/make-login';
import { requireProductLogin, UnsafeLoginError } from '@leadlock/db/login/require-product-login';
import { migrate, migrationStatus } from '@leadlock/db/migrate';
import { waitForDatabase } from '@leadlock/db/wait-for-database';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { postgresFolder } from './postgres-folder.ts';

export interface RunningDatabase {
  connectionString: string;
  /** Absent: others bring the database up to date. */
  ownerUrl?: string;
  stop(): Promise<void>;
}

/**
 * The given server, or an embedded one whose data belongs to `dataDir`; its tables brought up to date either way. Where
 * the owner's address is not given, that must have been done. An embedded one that ends by itself is started again.
 * @param say is told of what one has to wait for, and of an end
 * @throws EnvironmentError that says what to set
 */
export async function prepareDatabase(
  given: Partial<DatabaseAccess>,
  dataDir: string,
  say: (line: string) => void,
): Promise<RunningDatabase> {
  const { connectionString, ownerUrl } = given;
  const server: RunningDatabase = connectionString
    ? { connectionString, ...(ownerUrl ? { ownerUrl } : {}), stop: async () => undefined }
    : await superviseEmbeddedPostgres(postgresFolder(dataDir), say);
  try {
    const onAttemptFailed = ({ message }: Error): void => say(`${message}; retrying`);
    await waitForDatabase(server.ownerUrl ?? server.connectionString, { onAttemptFailed });
    if (server.ownerUrl === undefined) await requireMigrated(server.connectionString);
    else await bringUpToDate({ connectionString: server.connectionString, ownerUrl: server.ownerUrl });
  } catch (error) {
    await server.stop();
    if (error instanceof UnsafeLoginError || error instanceof LoginNotMadeError) {
      throw new EnvironmentError(error.message, { cause: error });
    }
    throw error;
  }
  return server;
}

async function bringUpToDate(access: DatabaseAccess): Promise<void> {
  await migrate(access);
  await migrateJobs(access.ownerUrl);
}

/** What the product's own login can see of the state of the tables. The job queue looks for itself when it starts. */
async function requireMigrated(connectionString: string): Promise<void> {
  await requireProductLogin(connectionString);
  const database = connectDatabase({ connectionString, maxConnections: 1 });
  try {
    const { pending, unknown } = await migrationStatus(database.system);
    if (unknown.length > 0) {
      throw new EnvironmentError(`The database is newer than this version. Unknown migrations: ${unknown.join(', ')}`);
    }
    if (pending.length === 0) return;
    throw new EnvironmentError(
      `The database lacks ${pending.length} ${pending.length === 1 ? 'migration' : 'migrations'}, and ` +
        'DATABASE_OWNER_URL is not set. Run `leadlock migrate` with it, or set it here.',
    );
  } finally {
    await database.close();
  }
}

async function superviseEmbeddedPostgres(dataDir: string, say: (line: string) => void): Promise<RunningDatabase> {
  let stopping = false;
  let current: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir });
  const { connectionString, ownerUrl } = current;
  const port = Number(new URL(connectionString).port);
  const supervising = (async () => {
    for (;;) {
      await current.ended;
      if (stopping) return;
      say('exited; restarting');
      current = await startEmbeddedPostgres({ dataDir, port });
    }
  })().catch((error: unknown) => say(`failed to restart: ${String(error)}`));
  return {
    connectionString,
    ownerUrl,
    async stop() {
      stopping = true;
      await current.stop();
      await supervising;
      // It may have been on its way up when it was to stop.
      await current.stop();
    },
  };
}
