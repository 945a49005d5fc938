import { join } from 'node:path';
import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';

export interface RunningDatabase {
  connectionString: string;
  stop(): Promise<void>;
}

/** The given server, or an embedded one with its data in `dataDir`; its tables brought up to date either way. */
export async function prepareDatabase(connectionString: string | undefined, dataDir: string): Promise<RunningDatabase> {
  const server: RunningDatabase = connectionString
    ? { connectionString, stop: async () => undefined }
    : await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  try {
    await migrate(server.connectionString);
    await migrateJobs(server.connectionString);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}
