import { connectDatabase } from '@leadlock/db/client';
import { sql } from 'kysely';

/** How often Postgres has read the whole table of calls since it was made, by its own statistics. */
export async function countCallScans(connectionString: string): Promise<number> {
  const database = connectDatabase({ connectionString, maxConnections: 1 });
  try {
    const { rows } = await sql<{ scans: number }>`
      SELECT seq_scan AS scans FROM pg_stat_user_tables WHERE relname = 'call_logs'`.execute(database.system);
    return rows[0]?.scans ?? 0;
  } finally {
    await database.close();
  }
}
