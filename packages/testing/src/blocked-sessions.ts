import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/**
 * How many sessions of this test database wait for a lock. A test that holds one knows from it when its rivals have all
 * arrived, so that a race is run the same way every time.
 */
export async function blockedSessions(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN
      (SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))
  `.execute(db);
  return rows[0]?.count ?? 0;
}
