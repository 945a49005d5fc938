import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../client.ts';
import { withClient } from '../pool/steady-client.ts';
import type pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE_DATABASE } from './postgres-for-tests.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the cluster that this test run shares. */
    postgres: string;
  }
}

/** A migrated database of one test file's own. Close it in `afterAll`. */
export async function createTestDatabase(): Promise<Database> {
  const cluster = new URL(inject('postgres'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(cluster, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`));
  const connectionString = Object.assign(new URL(cluster), { pathname: `/${name}` }).toString();
  // All of them may be one tenant's: races of several requests of one account are tried here.
  const database = connectDatabase({ connectionString, maxConnections: 5, connectionsPerTenant: 5 });
  return {
    ...database,
    close: async () => {
      await database.close();
      await asAdministrator(cluster, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

const asAdministrator = (cluster: URL, work: (client: pg.Client) => Promise<unknown>): Promise<unknown> =>
  withClient(Object.assign(new URL(cluster), { pathname: '/postgres' }).toString(), work);
