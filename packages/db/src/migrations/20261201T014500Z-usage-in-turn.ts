import { sql, type Kysely } from 'kysely';

/**
 * A correction of a bill adds to the figures twice, in quarter hours that others add to in between: each held a sum that the
 * other waited for. Whoever writes usage of an account, or of any sub-account of one agency, now does so one after the other,
 * as they did before at the latest where they added to the same day.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    CREATE OR REPLACE FUNCTION usage_records_set_agency() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      SELECT parent_tenant_id INTO NEW.agency_id FROM tenants WHERE id = NEW.tenant_id;
      PERFORM pg_advisory_xact_lock(hashtextextended('usage of ' || coalesce(NEW.agency_id, NEW.tenant_id), 0));
      RETURN NEW;
    END $$;
  `,
    )
    .execute(db);
}
