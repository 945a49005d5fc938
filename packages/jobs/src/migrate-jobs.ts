import { SYSTEM_ROLE, TENANT_ROLE } from '@leadlock/db/row-level-security';
import { PgBoss } from 'pg-boss';
import { connectionSettings } from './connection-settings.ts';

/**
 * Brings the tables of the queue up to date; after the product's own migrations, which create the roles.
 *
 * Verbs enqueue under the role of their transaction, so both roles may add jobs: insert, and read back the id and
 * time of what they inserted. Neither can read, change or delete what waits there; workers, which do, connect as the
 * owner.
 */
export async function migrateJobs(connectionString: string): Promise<void> {
  const boss = new PgBoss({ ...connectionSettings, connectionString, max: 1, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.getDb().executeSql(`
      GRANT USAGE ON SCHEMA pgboss TO ${TENANT_ROLE}, ${SYSTEM_ROLE};
      GRANT SELECT ON pgboss.queue TO ${TENANT_ROLE}, ${SYSTEM_ROLE};
      GRANT INSERT, SELECT (id, start_after) ON pgboss.job_common TO ${TENANT_ROLE}, ${SYSTEM_ROLE};
    `);
  } finally {
    await boss.stop({ graceful: false });
  }
}
