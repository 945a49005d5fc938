import { startEmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { postgresFolder } from './postgres-folder.ts';

export interface RunningDatabase {
  connectionString: string;
  stop(): Promise<void>;
}

/** The given server, or an embedded one whose data belongs to `dataDir`; its tables brought up to date either way. */
export async function prepareDatabase(connectionString: string | undefined, dataDir: string): Promise<RunningDatabase> {
  const server: RunningDatabase = connectionString
    ? { connectionString, stop: async () => undefined }
    : await startEmbeddedPostgres({ dataDir: postgresFolder(dataDir) });
  try {
    await migrate(server.connectionString);
    await migrateJobs(server.connectionString);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}
