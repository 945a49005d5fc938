import { randomBytes } from 'node:crypto';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { withClient } from '@leadlock/db/pool/steady-client';
import { accessToTestDatabase } from '@leadlock/db/testing/test-database';
import { inject } from 'vitest';

/** Does something with a new database of its own, which is gone afterwards. */
export async function withEmptyDatabase<Result>(
  work: (access: DatabaseAccess) => Promise<Result>,
  options = '',
): Promise<Result> {
  const cluster = inject('postgres');
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await withClient(cluster, (client) => client.query(`CREATE DATABASE ${name} ${options}`));
  try {
    return await work(accessToTestDatabase(name));
  } finally {
    await withClient(cluster, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}
