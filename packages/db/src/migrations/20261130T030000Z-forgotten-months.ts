import { sql, type Kysely } from 'kysely';
import { PARTITIONS_SCHEMA } from '../partitions/month-functions.ts';

/**
 * A month of events is dropped with its rows, of events alone: nothing else is forgotten by the month. Deliveries of webhooks
 * refer to events no more: to let a month go, Postgres would read all of both while nobody may record an event.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    ALTER TABLE webhook_deliveries DROP CONSTRAINT IF EXISTS webhook_deliveries_tenant_id_event_id_fkey;

    CREATE FUNCTION drop_month_of_events(partition text, kept_from uuid) RETURNS boolean LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '100ms' AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM month_partitions('events') AS made
        WHERE made.name = partition AND made.before_id <= kept_from) THEN
        RETURN false;
      END IF;
      EXECUTE format('DROP TABLE ${PARTITIONS_SCHEMA}.%I', partition);
      RETURN true;
    END $$;
    COMMENT ON FUNCTION drop_month_of_events IS
      'Drops a partition of events with its rows, all of which have lesser ids than the one given; whether there was one';
    REVOKE EXECUTE ON FUNCTION drop_month_of_events FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION drop_month_of_events TO leadlock_system;

    DROP FUNCTION drop_partition_if_empty;
  `,
    )
    .execute(db);
}
