import { sql, type Kysely } from 'kysely';
import { PARTITIONS_SCHEMA } from '../partitions/month-functions.ts';

/**
 * A search looks into one partition of calls after the other, from the newest back, where it looked into all of them for each
 * week. A week of a partition is looked through only where the text occurs often in it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(FUNCTIONS).execute(db);
}

const TEXT = 'call_text(from_number, to_number, caller_name, caller_email, agent_name)';

const FUNCTIONS = `
  DROP FUNCTION IF EXISTS search_calls_of_week;

  -- Told to use no index that holds rows in order: of a text that is rare such a search would pass all others.
  -- A long text is looked up by its end alone: each trigram costs a look into the index, and few leave few calls.
  CREATE FUNCTION search_partition_of_calls(partition text, tenant uuid, containing text, week integer, most integer,
    since timestamptz, before timestamptz, before_id uuid, of_agent uuid, with_status text, of_direction text, only_live boolean,
    OUT looked_at integer, OUT ids uuid[], OUT times timestamptz[])
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
  DECLARE
    ending text := right(containing, 8);
    looked_up text := CASE WHEN strpos(containing, E'\\\\') = 0 AND ending ~ '[[:alnum:]]{4}' THEN '%' || ending
      ELSE containing END;
  BEGIN
    EXECUTE format($query$
      WITH found AS MATERIALIZED (
        SELECT id, started_at, agent_id, status, direction, ended_at, ${TEXT} AS said FROM ${PARTITIONS_SCHEMA}.%I
        WHERE tenant_id = $1 AND ${TEXT} ILIKE $2 %s LIMIT $12
      ), matching AS (
        SELECT id, started_at FROM found
        WHERE said ILIKE $3 AND started_at >= $5 AND (started_at, id) < ($6, $7) AND ($8 IS NULL OR agent_id = $8)
          AND ($9 IS NULL OR status = $9) AND ($10 IS NULL OR direction = $10) AND (NOT $11 OR ended_at IS NULL)
      )
      SELECT (SELECT count(*) FROM found), coalesce(array_agg(id ORDER BY started_at DESC, id DESC), '{}'),
        coalesce(array_agg(started_at ORDER BY started_at DESC, id DESC), '{}')
      FROM matching $query$,
      partition, CASE WHEN week IS NOT NULL THEN 'AND call_week(started_at) = $4' END)
      INTO looked_at, ids, times
      USING tenant, looked_up, containing, week, since, before, before_id, of_agent, with_status, of_direction, only_live, most;
  END $$;
  REVOKE EXECUTE ON FUNCTION search_partition_of_calls FROM PUBLIC;

  CREATE FUNCTION call_partitions_of(tenant uuid, OUT partition text, OUT oldest timestamptz, OUT newest timestamptz)
    RETURNS SETOF record LANGUAGE plpgsql STABLE AS $$
  BEGIN
    FOR partition IN SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
      WHERE inhparent = 'public.call_logs'::regclass
    LOOP
      EXECUTE format('SELECT min(started_at), max(started_at) FROM ${PARTITIONS_SCHEMA}.%I WHERE tenant_id = $1', partition)
        INTO oldest, newest USING tenant;
      IF newest IS NOT NULL THEN RETURN NEXT; END IF;
    END LOOP;
  END $$;
  REVOKE EXECUTE ON FUNCTION call_partitions_of FROM PUBLIC;
  COMMENT ON FUNCTION call_partitions_of IS 'The partitions that have calls of an account, and when the first and the last of them began';

  CREATE FUNCTION look_through_calls(tenant uuid, containing text, most integer, since timestamptz, before timestamptz,
    before_id uuid, of_agent uuid, with_status text, of_direction text, only_live boolean,
    OUT ids uuid[], OUT seen integer, OUT edge timestamptz, OUT edge_id uuid)
    LANGUAGE plpgsql STABLE AS $$
  BEGIN
    EXECUTE format($query$
      WITH newest AS MATERIALIZED (
        SELECT id, started_at, ${TEXT} ILIKE $2 AS is_found FROM call_logs
        WHERE tenant_id = $1 AND started_at >= $4 AND started_at <= $5 AND (started_at, id) < ($5, $6) %s %s %s %s
        ORDER BY started_at DESC, id DESC LIMIT $3
      )
      SELECT coalesce(array_agg(id ORDER BY started_at DESC, id DESC) FILTER (WHERE is_found), '{}'), count(*), min(started_at),
        (array_agg(id ORDER BY started_at, id))[1]
      FROM newest $query$,
      CASE WHEN of_agent IS NOT NULL THEN 'AND agent_id = $7' END,
      CASE WHEN with_status IS NOT NULL THEN 'AND status = $8' END,
      CASE WHEN of_direction IS NOT NULL THEN 'AND direction = $9' END,
      CASE WHEN only_live THEN 'AND ended_at IS NULL' END)
      INTO ids, seen, edge, edge_id
      USING tenant, containing, most, since, before, before_id, of_agent, with_status, of_direction;
  END $$;
  REVOKE EXECUTE ON FUNCTION look_through_calls FROM PUBLIC;
  COMMENT ON FUNCTION look_through_calls IS
    'Which of the newest calls before a time and an id contain a text, and the last of those that were looked at';

  CREATE OR REPLACE FUNCTION search_calls(tenant uuid, containing text, most integer, since timestamptz, before timestamptz,
    of_agent uuid, with_status text, of_direction text, only_live boolean)
    RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    first_id CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    -- So many are read first: a text that occurs often is found among them.
    newest_calls CONSTANT integer := 10000;
    -- So many that contain it in a partition are looked at; where there are more, those of a week are.
    most_in_partition CONSTANT integer := 2000;
    -- A text without trigrams is looked for in so many calls.
    without_trigrams CONSTANT integer := 20000;
    looked record;
    part record;
    part_found record;
    ids uuid[];
    times timestamptz[] := '{}';
    later_ids uuid[] := '{}';
    found_in_part integer;
  BEGIN
    IF tenant IS DISTINCT FROM app_tenant_id() THEN RETURN '{}'; END IF;
    IF NOT containing ~ '[[:alnum:]]{3}' THEN
      looked := look_through_calls(tenant, containing, without_trigrams, since, before, first_id, of_agent, with_status,
        of_direction, only_live);
      RETURN looked.ids[:most];
    END IF;

    looked := look_through_calls(tenant, containing, newest_calls, since, before, first_id, of_agent, with_status,
      of_direction, only_live);
    ids := looked.ids;
    IF looked.seen < newest_calls OR cardinality(ids) >= most THEN RETURN ids[:most]; END IF;

    FOR part IN SELECT * FROM call_partitions_of(tenant) WHERE oldest <= looked.edge AND newest >= since ORDER BY newest DESC LOOP
      -- What is found is newer than all that is left.
      EXIT WHEN cardinality(ids) + cardinality(later_ids) >= most
        AND (SELECT min(at) FROM unnest(times) AS at) > part.newest;
      part_found := search_partition_of_calls(part.partition, tenant, containing, NULL, most_in_partition, since, looked.edge,
        looked.edge_id, of_agent, with_status, of_direction, only_live);
      IF part_found.looked_at < most_in_partition THEN
        later_ids := later_ids || part_found.ids;
        times := times || part_found.times;
        CONTINUE;
      END IF;
      found_in_part := 0;
      FOR week IN REVERSE call_week(least(part.newest, looked.edge)) .. call_week(greatest(part.oldest, since)) LOOP
        part_found := search_partition_of_calls(part.partition, tenant, containing, week, NULL, since, looked.edge,
          looked.edge_id, of_agent, with_status, of_direction, only_live);
        later_ids := later_ids || part_found.ids;
        times := times || part_found.times;
        found_in_part := found_in_part + cardinality(part_found.ids);
        EXIT WHEN cardinality(ids) + found_in_part >= most;
      END LOOP;
    END LOOP;
    RETURN (ids || ARRAY(
      SELECT id FROM unnest(later_ids, times) AS later (id, at) ORDER BY at DESC, id DESC
    ))[:most];
  END $$;
`;
