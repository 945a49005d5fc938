import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import type { DatabaseAccess } from '../login/database-access.ts';
import { migrate } from '../migrate.ts';
import { withClient } from '../pool/steady-client.ts';

export const TEMPLATE_DATABASE = 'leadlock_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the cluster that this test run shares, for the account that owns everything in it. */
    postgres: string;
    /** The same for the account that the product logs in with. */
    postgresLogin: string;
  }
}

const databaseOf = (cluster: string, name: string): string =>
  Object.assign(new URL(cluster), { pathname: `/${name}` }).toString();

/** A server of somebody's own gets a login for this run, whose name and password nobody else knows. */
function accessTo(cluster: string): DatabaseAccess {
  const login = {
    username: `leadlock_test_${randomBytes(6).toString('hex')}`,
    password: randomBytes(24).toString('hex'),
  };
  return { ownerUrl: cluster, connectionString: Object.assign(new URL(cluster), login).toString() };
}

/** Vitest's global set-up: one cluster a run, migrated once; test files clone the template (about 35 ms each). */
export default async function startPostgresForTests(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? null : await startEmbeddedPostgres({ throwaway: true });
  const { ownerUrl, connectionString } = server ?? accessTo(given ?? '');
  const onCluster = (statement: string): Promise<unknown> =>
    withClient(databaseOf(ownerUrl, 'postgres'), (client) => client.query(statement));
  await onCluster(`DROP DATABASE IF EXISTS ${TEMPLATE_DATABASE} WITH (FORCE)`);
  await onCluster(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await migrate({
    ownerUrl: databaseOf(ownerUrl, TEMPLATE_DATABASE),
    connectionString: databaseOf(connectionString, TEMPLATE_DATABASE),
  });
  project.provide('postgres', ownerUrl);
  project.provide('postgresLogin', connectionString);
  return async () => {
    if (server === null) await onCluster(`DROP ROLE IF EXISTS ${new URL(connectionString).username}`);
    await server?.stop();
  };
}
