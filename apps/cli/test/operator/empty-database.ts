import { randomBytes } from 'node:crypto';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { sql } from 'kysely';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { accessToTestDatabase } from '@leadlock/db/testing/test-database';

async function onCluster(statement: string): Promise<void> {
  const db = connectAsOwner(accessToTestDatabase('postgres').ownerUrl);
  try {
    await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}

/** A database with nothing in it, as a new installation has. */
export async function createEmptyDatabase(): Promise<DatabaseAccess & { drop: () => Promise<void> }> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await onCluster(`CREATE DATABASE ${name}`);
  return {
    ...accessToTestDatabase(name),
    drop: () => onCluster(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
