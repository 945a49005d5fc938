import { sql, type Kysely } from 'kysely';

export const isOnline = true;

/** Lists of webhook deliveries by status and by type, and of the audit log by operation, from indexes in their order. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const [table, name, columns] of INDEXES) await createIndex(db, table, name, columns);
}

const INDEXES = [
  ['webhook_deliveries', 'webhook_deliveries_by_status', 'tenant_id, status, created_at DESC, id DESC'],
  ['webhook_deliveries', 'webhook_deliveries_by_type', 'tenant_id, event_type, created_at DESC, id DESC'],
  ['audit_log', 'audit_log_by_operation', 'tenant_id, operation, occurred_at DESC, id DESC'],
] as const;

/** One that was cut off is there and cannot be used. */
async function createIndex(db: Kysely<never>, table: string, name: string, columns: string): Promise<void> {
  const { rows } = await sql<{ isValid: boolean }>`
    SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass(${`public.${name}`})
  `.execute(db);
  if (rows[0]?.isValid) return;
  await sql`DROP INDEX CONCURRENTLY IF EXISTS ${sql.id(name)}`.execute(db);
  await sql.raw(`CREATE INDEX CONCURRENTLY ${name} ON ${table} (${columns})`).execute(db);
}
