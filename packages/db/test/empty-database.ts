import { randomBytes } from 'node:crypto';
import { withClient } from '@leadlock/db/pool/steady-client';
import { inject } from 'vitest';

/** Does something with a new database of its own, which is gone afterwards. */
export async function withEmptyDatabase<Result>(
  work: (connectionString: string) => Promise<Result>,
  options = '',
): Promise<Result> {
  const cluster = inject('postgres');
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await withClient(cluster, (client) => client.query(`CREATE DATABASE ${name} ${options}`));
  try {
    return await work(Object.assign(new URL(cluster), { pathname: `/${name}` }).toString());
  } finally {
    await withClient(cluster, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}
