import { randomBytes } from 'node:crypto';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { sql } from 'kysely';
import { inject } from 'vitest';

async function onCluster(statement: string): Promise<void> {
  const db = connectAsOwner(Object.assign(new URL(inject('postgres')), { pathname: '/postgres' }).toString());
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}

/** A database with nothing in it, as a new installation has. */
export async function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await onCluster(`CREATE DATABASE ${name}`);
  return {
    url: Object.assign(new URL(inject('postgres')), { pathname: `/${name}` }).toString(),
    drop: () => onCluster(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
