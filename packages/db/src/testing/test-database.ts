import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '../client.ts';
import type { DatabaseAccess } from '../login/database-access.ts';
import { withClient } from '../pool/steady-client.ts';
import { TEMPLATE_DATABASE } from './postgres-for-tests.ts';

/** The addresses of a database of this run's cluster, for the product and for the owner. */
export function accessToTestDatabase(name: string): DatabaseAccess {
  const address = (cluster: string): string => Object.assign(new URL(cluster), { pathname: `/${name}` }).toString();
  return { connectionString: address(inject('postgresLogin')), ownerUrl: address(inject('postgres')) };
}

/** The address of a test's database for the owner of its tables, for what the product itself may not do. */
export const ownerUrlOf = ({ connectionString }: Pick<Database, 'connectionString'>): string =>
  accessToTestDatabase(new URL(connectionString).pathname.slice(1)).ownerUrl;

/** A migrated database of one test file's own, which the product logs in to as it does elsewhere. Close it in `afterAll`. */
export async function createTestDatabase(): Promise<Database> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
    // What a migration has taken away of the template's is not taken over.
    await client.query(`REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  });
  const { connectionString } = accessToTestDatabase(name);
  // All of them may be one tenant's: races of several requests of one account are tried here.
  const database = connectDatabase({ connectionString, maxConnections: 5, connectionsPerTenant: 5 });
  return {
    ...database,
    close: async () => {
      await database.close();
      await asAdministrator((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

const asAdministrator = (work: (client: pg.Client) => Promise<unknown>): Promise<unknown> =>
  withClient(accessToTestDatabase('postgres').ownerUrl, work);
