import { migrate } from '../migrate.ts';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import { withClient } from '../pool/steady-client.ts';
import type { TestProject } from 'vitest/node';

export const TEMPLATE_DATABASE = 'leadlock_template';

/** Vitest's global set-up: one cluster a run, migrated once; test files clone the template (about 35 ms each). */
export default async function startPostgresForTests(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? null : await startEmbeddedPostgres({ throwaway: true });
  const cluster = given ?? server?.connectionString ?? '';
  await withClient(Object.assign(new URL(cluster), { pathname: '/postgres' }).toString(), async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE_DATABASE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  });
  await migrate(Object.assign(new URL(cluster), { pathname: `/${TEMPLATE_DATABASE}` }).toString());
  project.provide('postgres', cluster);
  return async () => {
    await server?.stop();
  };
}
