import { sql, type Kysely } from 'kysely';

/**
 * A search that finds too little among the newest calls asks all partitions at once before it goes through them one by one: a
 * text that is rare is found in one statement, whose plan is kept. With a filter fewer of the newest are
 * read before that, because what a filter lets through may lie far apart.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(FUNCTIONS).execute(db);
}

const TEXT = 'call_text(from_number, to_number, caller_name, caller_email, agent_name)';

const FUNCTIONS = `
  -- Told to use no index that holds rows in order, as search_partition_of_calls is, and to keep its plan: making one for all
  -- partitions takes longer than the search.
  CREATE FUNCTION search_rare_text(tenant uuid, containing text, most integer, since timestamptz, before timestamptz,
    of_agent uuid, with_status text, of_direction text, only_live boolean, OUT looked_at integer, OUT ids uuid[])
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET plan_cache_mode = force_generic_plan
    AS $$
  DECLARE
    ending text := right(containing, 8);
    looked_up text := CASE WHEN strpos(containing, E'\\\\') = 0 AND ending ~ '[[:alnum:]]{4}' THEN '%' || ending
      ELSE containing END;
  BEGIN
    WITH found AS MATERIALIZED (
      SELECT id, started_at, agent_id, status, direction, ended_at, ${TEXT} AS said FROM call_logs
      WHERE tenant_id = tenant AND ${TEXT} ILIKE looked_up LIMIT most
    )
    SELECT (SELECT count(*) FROM found), coalesce(array_agg(id ORDER BY started_at DESC, id DESC) FILTER (
      WHERE said ILIKE containing AND started_at >= since AND started_at < before AND (of_agent IS NULL OR agent_id = of_agent)
        AND (with_status IS NULL OR status = with_status) AND (of_direction IS NULL OR direction = of_direction)
        AND (NOT only_live OR ended_at IS NULL)
    ), '{}')
    INTO looked_at, ids FROM found;
  END $$;
  REVOKE EXECUTE ON FUNCTION search_rare_text FROM PUBLIC;
  COMMENT ON FUNCTION search_rare_text IS 'The calls that contain a text, where fewer than so many were looked at';

  CREATE OR REPLACE FUNCTION search_calls(tenant uuid, containing text, most integer, since timestamptz, before timestamptz,
    of_agent uuid, with_status text, of_direction text, only_live boolean)
    RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    first_id CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    -- What a filter lets through may lie far apart: fewer are read before a text that is rare is looked up.
    is_filtered CONSTANT boolean := of_agent IS NOT NULL OR with_status IS NOT NULL OR of_direction IS NOT NULL OR only_live;
    -- So many are read before anything is looked up: a text that occurs often is found among them.
    newest_calls CONSTANT integer := CASE WHEN is_filtered THEN 2000 ELSE 10000 END;
    -- So many more, where it is not rare.
    further_calls CONSTANT integer := CASE WHEN is_filtered THEN 8000 ELSE 0 END;
    -- A text that fewer calls contain is found in all partitions at once.
    rare CONSTANT integer := 500;
    -- So many that contain it in a partition are looked at; where there are more, those of a week are.
    most_in_partition CONSTANT integer := 2000;
    -- A text without trigrams is looked for in so many calls.
    without_trigrams CONSTANT integer := CASE WHEN is_filtered THEN 2000 ELSE 20000 END;
    looked record;
    rare_found record;
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

    rare_found := search_rare_text(tenant, containing, rare, since, before, of_agent, with_status, of_direction, only_live);
    IF rare_found.looked_at < rare THEN RETURN rare_found.ids[:most]; END IF;

    IF further_calls > 0 THEN
      looked := look_through_calls(tenant, containing, further_calls, since, looked.edge, looked.edge_id, of_agent, with_status,
        of_direction, only_live);
      ids := ids || looked.ids;
      IF looked.seen < further_calls OR cardinality(ids) >= most THEN RETURN ids[:most]; END IF;
    END IF;

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
