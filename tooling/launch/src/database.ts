import { startEmbeddedPostgres, type EmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { waitForDatabase } from '@leadlock/db/wait-for-database';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { postgresFolder } from './postgres-folder.ts';

export interface RunningDatabase {
  connectionString: string;
  stop(): Promise<void>;
}

/**
 * The given server, or an embedded one whose data belongs to `dataDir`; its tables brought up to date either way. An
 * embedded one that ends by itself is started again.
 * @param say is told of what one has to wait for, and of an end
 */
export async function prepareDatabase(
  connectionString: string | undefined,
  dataDir: string,
  say: (line: string) => void,
): Promise<RunningDatabase> {
  const server: RunningDatabase = connectionString
    ? { connectionString, stop: async () => undefined }
    : await superviseEmbeddedPostgres(postgresFolder(dataDir), say);
  try {
    const onAttemptFailed = ({ message }: Error): void => say(`${message}; trying again`);
    await waitForDatabase(server.connectionString, { onAttemptFailed });
    await migrate(server.connectionString);
    await migrateJobs(server.connectionString);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function superviseEmbeddedPostgres(dataDir: string, say: (line: string) => void): Promise<RunningDatabase> {
  let stopping = false;
  let current: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir });
  const { connectionString } = current;
  const port = Number(new URL(connectionString).port);
  const supervising = (async () => {
    for (;;) {
      await current.ended;
      if (stopping) return;
      say('ended; it is started again');
      current = await startEmbeddedPostgres({ dataDir, port });
    }
  })().catch((error: unknown) => say(`could not be started again: ${String(error)}`));
  return {
    connectionString,
    async stop() {
      stopping = true;
      await current.stop();
      await supervising;
      // It may have been on its way up when it was to stop.
      await current.stop();
    },
  };
}
