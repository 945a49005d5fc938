import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';
import { MONTH_FUNCTIONS } from '../partitions/month-functions.ts';
import { partitionByMonth } from '../partitions/partition-by-month.ts';

export const isOnline = true;

/**
 * What grows with every call is partitioned by the month of its id. A call has one usage record of its first bill, with the
 * call's id, and corrections have ids that follow from what they correct: the primary key keeps each unique.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(MONTH_FUNCTIONS + NOTIFY_OF_CHANGE).execute(trx));
  await buildIndex(db, 'usage_records_by_call');
  await buildIndex(db, 'usage_records_by_reversed');
  // Processes of the version before cannot enter inbound calls once `call_logs` is partitioned: what need not come after it
  // comes before. Those that point to calls must: their keys are checked before they are partitioned themselves.
  await partitionByMonth(db, ['events', 'call_logs', 'messages', 'usage_records']);
}

/** A trigger of a partition is told the partition's name. */
const NOTIFY_OF_CHANGE = `
  CREATE OR REPLACE FUNCTION notify_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('changes', json_build_object(
      'table', CASE WHEN starts_with(TG_TABLE_NAME, 'events') THEN 'events' ELSE 'call_logs' END,
      'tenant_id', NEW.tenant_id, 'id', NEW.id, 'part', TG_ARGV[0])::text);
    RETURN NULL;
  END $$;
`;

/** Indexes that find the usage of a call, without the uniqueness that none over partitions can have. */
const INDEXES = {
  usage_records_by_call: '(tenant_id, kind, call_id, revision) WHERE reverses IS NULL',
  usage_records_by_reversed: '(tenant_id, reverses) WHERE reverses IS NOT NULL',
};

async function buildIndex(db: Kysely<never>, name: keyof typeof INDEXES): Promise<void> {
  const { rows } = await sql<{ is_valid: boolean; kind: string }>`
    SELECT indisvalid AS is_valid, relkind AS kind FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indexrelid = to_regclass(${`public.${name}`})
  `.execute(db);
  const [found] = rows;
  // An index over partitions is there once the table has them.
  if (found?.is_valid || found?.kind === 'I') return;
  // What a build that was cut off has left.
  if (found) await sql`DROP INDEX CONCURRENTLY ${sql.id(name)}`.execute(db);
  await sql`CREATE INDEX CONCURRENTLY ${sql.id(name)} ON usage_records ${sql.raw(INDEXES[name])}`.execute(db);
}
