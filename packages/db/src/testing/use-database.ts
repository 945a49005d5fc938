import { afterAll } from 'vitest';
import type { Database } from '../client.ts';
import { createTestDatabase } from './test-database.ts';

/** A migrated database for the tests of a file, closed after them: `const database = await useDatabase();` */
export async function useDatabase(): Promise<Database> {
  const database = await createTestDatabase();
  afterAll(() => database.close());
  return database;
}
