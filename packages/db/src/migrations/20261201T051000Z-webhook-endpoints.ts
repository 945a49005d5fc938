import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * An account has several webhook endpoints. The one from before has the account's ID, so that it is known without a look,
 * and deliveries without an endpoint are its own: those from before, and of processes that run while this is deployed.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(TABLES).execute(trx));
  for (const [name, columns] of Object.entries(INDEXES)) await createIndex(db, name, columns);
  await sql`DROP INDEX CONCURRENTLY IF EXISTS webhook_deliveries_due`.execute(db);
}

const TABLES = `
    ALTER TABLE webhook_endpoints
      ADD COLUMN IF NOT EXISTS id uuid,
      ADD COLUMN IF NOT EXISTS events text[];
    UPDATE webhook_endpoints SET id = tenant_id WHERE id IS NULL;
    ALTER TABLE webhook_endpoints ALTER COLUMN id SET NOT NULL;
    ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_pkey;
    ALTER TABLE webhook_endpoints ADD PRIMARY KEY (tenant_id, id);
    COMMENT ON COLUMN webhook_endpoints.id IS 'The account''s own ID for its first endpoint';
    COMMENT ON COLUMN webhook_endpoints.events IS 'The types of events that are sent; null: all';

    ALTER TABLE webhook_deliveries ADD COLUMN IF NOT EXISTS endpoint_id uuid;
    COMMENT ON COLUMN webhook_deliveries.endpoint_id IS 'Where it is sent, which may be deleted by now; null: the first endpoint';
`;

const INDEXES = {
  webhook_deliveries_due_by_endpoint: `(tenant_id, coalesce(endpoint_id, tenant_id), next_attempt_at, id)
    WHERE status = 'pending'`,
  webhook_deliveries_of_endpoint: `(tenant_id, coalesce(endpoint_id, tenant_id), created_at DESC, id DESC)`,
};

/** One that was cut off is there and cannot be used. */
async function createIndex(db: Kysely<never>, name: string, columns: string): Promise<void> {
  const { rows } = await sql<{ isValid: boolean }>`
    SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass(${`public.${name}`})
  `.execute(db);
  if (rows[0]?.isValid) return;
  await sql`DROP INDEX CONCURRENTLY IF EXISTS ${sql.ref(name)}`.execute(db);
  await sql`CREATE INDEX CONCURRENTLY ${sql.ref(name)} ON webhook_deliveries ${sql.raw(columns)}`.execute(db);
}
