/** The schema that partitions live in. Nobody but their owner may use it: they are reached through their table alone. */
export const PARTITIONS_SCHEMA = 'partitions';

/**
 * What keeps partitions by month: rows go where the time in their id says (UUID version 7, months of UTC). Both functions
 * act as the owner of the tables, wait a tenth of a second for a lock at most, and fail when they do not get it.
 */
export const MONTH_FUNCTIONS = `
  CREATE SCHEMA IF NOT EXISTS ${PARTITIONS_SCHEMA};

  CREATE OR REPLACE FUNCTION first_id_at(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;
  COMMENT ON FUNCTION first_id_at IS 'The least id that can be made at a time, as firstIdAt in @leadlock/core/ids';

  CREATE OR REPLACE FUNCTION month_partitions(parent text)
    RETURNS TABLE (name text, before_id uuid) LANGUAGE sql STABLE AS $$
    SELECT relname::text, substring(pg_get_expr(relpartbound, oid) FROM 'TO \\(''([0-9a-f-]{36})''\\)')::uuid
    FROM pg_class JOIN pg_inherits ON inhrelid = oid
    WHERE inhparent = format('public.%I', parent)::regclass AND pg_get_expr(relpartbound, oid) <> 'DEFAULT' $$;
  COMMENT ON FUNCTION month_partitions IS 'The partitions of a table but for the default one, and the id that each ends before';

  CREATE OR REPLACE FUNCTION make_partitions(parent text, months_ahead integer) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '100ms' AS $$
  DECLARE
    month timestamp;
    last_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => months_ahead);
    made integer := 0;
    partition text;
  BEGIN
    SELECT to_timestamp(('x' || left(replace(before_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AT TIME ZONE 'UTC'
      INTO month FROM month_partitions(parent) ORDER BY before_id DESC LIMIT 1;
    WHILE month <= last_month LOOP
      partition := parent || to_char(month, '_YYYY_MM');
      -- Attached, not made as one: that would lock the table itself.
      EXECUTE format('CREATE TABLE ${PARTITIONS_SCHEMA}.%I (LIKE public.%I
        INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING STORAGE)', partition, parent);
      EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION ${PARTITIONS_SCHEMA}.%I FOR VALUES FROM (%L) TO (%L)',
        parent, partition, first_id_at(month AT TIME ZONE 'UTC'),
        first_id_at((month + interval '1 month') AT TIME ZONE 'UTC'));
      month := month + interval '1 month';
      made := made + 1;
    END LOOP;
    RETURN made;
  END $$;
  COMMENT ON FUNCTION make_partitions IS 'Makes the partitions of this month and so many to come; how many were missing';

  CREATE OR REPLACE FUNCTION drop_empty_partitions(parent text, until uuid) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '100ms' AS $$
  DECLARE
    old text;
    is_empty boolean;
    dropped integer := 0;
  BEGIN
    FOR old IN SELECT name FROM month_partitions(parent) WHERE before_id <= until LOOP
      EXECUTE format('SELECT NOT EXISTS (SELECT FROM ${PARTITIONS_SCHEMA}.%I)', old) INTO is_empty;
      CONTINUE WHEN NOT is_empty;
      EXECUTE format('ALTER TABLE public.%I DETACH PARTITION ${PARTITIONS_SCHEMA}.%I', parent, old);
      EXECUTE format('SELECT NOT EXISTS (SELECT FROM ${PARTITIONS_SCHEMA}.%I)', old) INTO is_empty;
      IF NOT is_empty THEN RAISE 'rows have come into % meanwhile', old; END IF;
      EXECUTE format('DROP TABLE ${PARTITIONS_SCHEMA}.%I', old);
      dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
  END $$;
  COMMENT ON FUNCTION drop_empty_partitions IS
    'Drops the partitions that end before an id and have no row any more; how many there were';

  REVOKE EXECUTE ON FUNCTION make_partitions, drop_empty_partitions FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION make_partitions, drop_empty_partitions TO leadlock_system;
`;
