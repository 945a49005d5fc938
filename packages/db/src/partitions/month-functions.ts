/** The schema that partitions live in. Nobody but their owner may use it: they are reached through their table alone. */
export const PARTITIONS_SCHEMA = 'partitions';

/**
 * What keeps partitions by month: rows go where the time in their id says (UUID version 7, months of UTC). What changes
 * partitions acts as the owner of the tables, waits a tenth of a second for a lock at most, and fails when it does not get it.
 */
export const MONTH_FUNCTIONS = `
  CREATE SCHEMA IF NOT EXISTS ${PARTITIONS_SCHEMA};

  CREATE OR REPLACE FUNCTION first_id_at(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid $$;
  COMMENT ON FUNCTION first_id_at IS 'The least id that can be made at a time, as firstIdAt in @leadlock/core/ids';

  CREATE OR REPLACE FUNCTION month_partitions(parent text)
    RETURNS TABLE (name text, from_id uuid, before_id uuid) LANGUAGE sql STABLE AS $$
    SELECT relname::text, substring(pg_get_expr(relpartbound, oid) FROM 'FROM \\(''([0-9a-f-]{36})''\\)')::uuid,
      substring(pg_get_expr(relpartbound, oid) FROM 'TO \\(''([0-9a-f-]{36})''\\)')::uuid
    FROM pg_class JOIN pg_inherits ON inhrelid = oid
    WHERE inhparent = format('public.%I', parent)::regclass AND pg_get_expr(relpartbound, oid) <> 'DEFAULT' $$;
  COMMENT ON FUNCTION month_partitions IS
    'The partitions of a table but for the default one, the id that each begins with (null: the first) and ends before';

  CREATE OR REPLACE FUNCTION missing_months(parent text, months_ahead integer)
    RETURNS TABLE (month date, is_in_default boolean) LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    this_month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    first_id uuid;
    next_id uuid;
  BEGIN
    FOR i IN 0..months_ahead LOOP
      month := this_month + make_interval(months => i);
      first_id := first_id_at(month::timestamp AT TIME ZONE 'UTC');
      next_id := first_id_at((month + interval '1 month') AT TIME ZONE 'UTC');
      CONTINUE WHEN EXISTS (SELECT FROM month_partitions(parent) AS made
        WHERE made.before_id > first_id AND (made.from_id IS NULL OR made.from_id < next_id));
      EXECUTE format('SELECT EXISTS (SELECT FROM ${PARTITIONS_SCHEMA}.%I WHERE id >= $1 AND id < $2)', parent || '_default')
        INTO is_in_default USING first_id, next_id;
      RETURN NEXT;
    END LOOP;
  END $$;
  COMMENT ON FUNCTION missing_months IS
    'Of this month and so many to come, those without a partition, and whether the default one has rows of theirs';

  CREATE OR REPLACE FUNCTION make_partition(parent text, month date) RETURNS boolean LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '100ms' AS $$
  DECLARE
    partition text := parent || to_char(month, '_YYYY_MM');
  BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('make_partition'), hashtext(partition))
      OR EXISTS (SELECT FROM month_partitions(parent) AS made WHERE made.name = partition) THEN
      RETURN false;
    END IF;
    -- Attached, not made as one: that would lock the table itself.
    EXECUTE format('CREATE TABLE ${PARTITIONS_SCHEMA}.%I (LIKE public.%I
      INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING STORAGE)', partition, parent);
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION ${PARTITIONS_SCHEMA}.%I FOR VALUES FROM (%L) TO (%L)',
      parent, partition, first_id_at(month::timestamp AT TIME ZONE 'UTC'),
      first_id_at((month + interval '1 month') AT TIME ZONE 'UTC'));
    RETURN true;
  END $$;
  COMMENT ON FUNCTION make_partition IS 'Makes the partition of a month; whether there was none, and nobody else is at it';

  CREATE OR REPLACE FUNCTION analyze_partitions(parent text) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    EXECUTE format('ANALYZE public.%I', parent);
  END $$;
  COMMENT ON FUNCTION analyze_partitions IS 'Gathers the statistics of a table over its partitions, as autovacuum never does';

  CREATE OR REPLACE FUNCTION drop_partition_if_empty(parent text, partition text) RETURNS boolean LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '100ms' AS $$
  DECLARE
    is_empty boolean;
  BEGIN
    IF NOT EXISTS (SELECT FROM month_partitions(parent) AS made WHERE made.name = partition) THEN RETURN false; END IF;
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM ${PARTITIONS_SCHEMA}.%I)', partition) INTO is_empty;
    IF NOT is_empty THEN RETURN false; END IF;
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION ${PARTITIONS_SCHEMA}.%I', parent, partition);
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM ${PARTITIONS_SCHEMA}.%I)', partition) INTO is_empty;
    IF NOT is_empty THEN RAISE 'rows have come into % meanwhile', partition; END IF;
    EXECUTE format('DROP TABLE ${PARTITIONS_SCHEMA}.%I', partition);
    RETURN true;
  END $$;
  COMMENT ON FUNCTION drop_partition_if_empty IS 'Drops a partition that has no row any more; whether it did';

  REVOKE EXECUTE ON FUNCTION missing_months, make_partition, analyze_partitions, drop_partition_if_empty FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION missing_months, make_partition, analyze_partitions, drop_partition_if_empty TO leadlock_system;
`;
