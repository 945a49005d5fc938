import { JOBS_ROLE, SYSTEM_ROLE, TENANT_ROLE } from '@leadlock/db/row-level-security';
import { PgBoss } from 'pg-boss';
import { connectionSettings } from './connection-settings.ts';

/**
 * Brings the tables of the queue up to date; after the product's own migrations, which create the roles.
 *
 * Verbs enqueue under the role of their transaction, so both roles may add jobs: insert, and read back the id and
 * time of what they inserted. Neither can read, change or delete what waits there. Workers can, under a role of their
 * own, which owns nothing either: tables are made here alone, and queues are rows.
 */
export async function migrateJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    ...connectionSettings,
    connectionString: ownerUrl,
    max: 1,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.getDb().executeSql(`
      GRANT USAGE ON SCHEMA pgboss TO ${TENANT_ROLE}, ${SYSTEM_ROLE}, ${JOBS_ROLE};
      GRANT SELECT ON pgboss.queue TO ${TENANT_ROLE}, ${SYSTEM_ROLE};
      GRANT INSERT, SELECT (id, start_after) ON pgboss.job_common TO ${TENANT_ROLE}, ${SYSTEM_ROLE};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO ${JOBS_ROLE};
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss FROM PUBLIC;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO ${TENANT_ROLE}, ${SYSTEM_ROLE}, ${JOBS_ROLE};
    `);
  } finally {
    await boss.stop({ graceful: false });
  }
}
