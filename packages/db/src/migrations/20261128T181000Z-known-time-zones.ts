import { sql, type Kysely } from 'kysely';

/**
 * A time zone that is stored never fails what reckons with it. Names that the api once took and the database does not
 * know, or reads as an offset without daylight saving time, become UTC.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE FUNCTION known_time_zone(zone text) RETURNS text LANGUAGE plpgsql STABLE STRICT AS $$
    BEGIN
      PERFORM now() AT TIME ZONE zone;
      RETURN zone;
    EXCEPTION WHEN invalid_parameter_value THEN
      RETURN 'UTC';
    END $$;
    COMMENT ON FUNCTION known_time_zone IS 'The time zone, or UTC where this database does not know it';

    UPDATE notification_settings SET quiet_hours_timezone = 'UTC', updated_at = now()
    WHERE quiet_hours_timezone <> 'GMT' AND (
      strpos(quiet_hours_timezone, '/') = 0
      OR NOT EXISTS (SELECT FROM pg_timezone_names WHERE lower(name) = lower(quiet_hours_timezone)));
  `.execute(db);
}
