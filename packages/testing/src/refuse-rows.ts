import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { sql } from 'kysely';

/** Runs `work` while the database takes no new row of the tenant into a table, as if it broke there. */
export async function refuseRows<Result>(
  ownerUrl: string,
  { table, tenantId }: { table: string; tenantId: string },
  work: () => Promise<Result>,
): Promise<Result> {
  const db = connectAsOwner(ownerUrl);
  try {
    await sql`ALTER TABLE ${sql.table(table)}
      ADD CONSTRAINT broken CHECK (tenant_id <> ${sql.lit(tenantId)}) NOT VALID`.execute(db);
    const result = await work();
    await sql`ALTER TABLE ${sql.table(table)} DROP CONSTRAINT broken`.execute(db);
    return result;
  } finally {
    await db.destroy();
  }
}
