import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * Whether an account may go on and what it pays is its agency's to say, or the platform's, never its own: an agency's
 * connection writes these columns of its sub-accounts, and no tenant's writes them in its own row. Rights by column cannot
 * tell the two rows apart.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) =>
    sql
      .raw(
        `
    CREATE OR REPLACE FUNCTION tenants_keep_own_standing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'permission denied: an account does not change its own standing or prices' USING ERRCODE = '42501';
    END $$;
    CREATE OR REPLACE TRIGGER tenants_own_standing BEFORE UPDATE OF ${COLUMNS.join(', ')} ON tenants
      FOR EACH ROW WHEN (
        current_user = 'leadlock_tenant' AND OLD.id = app_tenant_id()
        AND (${COLUMNS.map((name) => `OLD.${name}`).join(', ')}) IS DISTINCT FROM (${COLUMNS.map((name) => `NEW.${name}`).join(', ')})
      )
      EXECUTE FUNCTION tenants_keep_own_standing();
  `,
      )
      .execute(trx),
  );
}

const COLUMNS = [
  'is_active',
  'suspended_at',
  'suspended_reason',
  'per_minute_rate_cents',
  'monthly_platform_fee_cents',
  'billing_start_day',
  'upcharge_by_provider',
  'test_demo_upcharge_by_provider',
  'text_upcharge_by_type',
];
