import { sql, type QueryExecutorProvider } from 'kysely';
import pgBoss from 'pg-boss/package.json' with { type: 'json' };
import { DEAD_LETTER_QUEUE } from './queue-settings.ts';

export interface QueueStatus {
  /** Of the queue's tables; null when there are none. */
  version: number | null;
  /** What this version of the product works with. */
  expectedVersion: number;
  /** Jobs that have been due for a while and that no worker has taken. */
  overdue: number;
  /** Jobs that failed for good and wait for an operator. */
  deadLetters: number;
}

/** How the queue stands. `db` must be of the role that owns its tables. */
export async function readQueueStatus(db: QueryExecutorProvider, overdueAfterSeconds: number): Promise<QueueStatus> {
  const expectedVersion = pgBoss.pgboss.schema;
  const { rows: tables } = await sql<{ exists: boolean }>`
    SELECT to_regclass('pgboss.version') IS NOT NULL AS exists
  `.execute(db);
  if (!tables[0]?.exists) return { version: null, expectedVersion, overdue: 0, deadLetters: 0 };
  const { rows } = await sql<Omit<QueueStatus, 'expectedVersion'>>`
    SELECT (SELECT max(version) FROM pgboss.version)::int AS version,
           count(*) FILTER (
             WHERE name <> ${DEAD_LETTER_QUEUE} AND start_after < now() - make_interval(secs => ${overdueAfterSeconds})
           )::int AS overdue,
           count(*) FILTER (WHERE name = ${DEAD_LETTER_QUEUE})::int AS "deadLetters"
    FROM pgboss.job WHERE state IN ('created', 'retry')
  `.execute(db);
  return { version: null, overdue: 0, deadLetters: 0, ...rows[0], expectedVersion };
}
