import { sql, type Kysely } from 'kysely';

export const isOnline = true;

/**
 * Lists of calls by status and by direction, and searches of what is written about a call, from indexes. Text is looked for by its trigrams,
 * of one account and one week at a time: however often it occurs in however many calls, the newest are found first.
 * Policies keep a condition like `ILIKE` from being looked up in an index before they are checked themselves, so the search
 * is a function that acts as the tables' owner, and checks first that the account is the connection's.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(FUNCTIONS).execute(db);
  await createIndex(db, 'call_logs_by_status', '(tenant_id, status, started_at DESC, id DESC)');
  // A search passes all newer calls where it looks for those of a rare direction by time.
  await createIndex(db, 'call_logs_by_direction', '(tenant_id, direction, started_at DESC, id DESC)');
  await createIndex(
    db,
    'call_logs_search',
    `USING gin (tenant_id, call_week(started_at), (${TEXT}) gin_trgm_ops) WITH (gin_pending_list_limit = 256)`,
  );
  await sql`ANALYZE call_logs`.execute(db);
}

const TEXT = 'call_text(from_number, to_number, caller_name, caller_email, agent_name)';

const FUNCTIONS = `
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS btree_gin;

  CREATE OR REPLACE FUNCTION call_week(at timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ((at AT TIME ZONE 'UTC')::date - '1970-01-05'::date) / 7 $$;
  COMMENT ON FUNCTION call_week IS 'The number of the week of UTC that a time is in, from Monday on';

  CREATE OR REPLACE FUNCTION call_text(from_number text, to_number text, caller_name text, caller_email text, agent_name text)
    RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT from_number || E'\\n' || to_number || E'\\n' || coalesce(caller_name, '') || E'\\n'
      || coalesce(caller_email, '') || E'\\n' || coalesce(agent_name, '') $$;
  COMMENT ON FUNCTION call_text IS 'What of a call is searched';

  -- Told to use no index that holds rows in order: of a text that is rare such a search would pass all others.
  CREATE OR REPLACE FUNCTION search_calls_of_week(tenant uuid, containing text, week integer, since timestamptz,
    before timestamptz, before_id uuid, of_agent uuid, with_status text, of_direction text, only_live boolean)
    RETURNS uuid[] LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
  BEGIN
    RETURN (
      WITH found AS MATERIALIZED (
        SELECT id, started_at, agent_id, status, direction, ended_at FROM call_logs
        WHERE tenant_id = tenant AND call_week(started_at) = week AND ${TEXT} ILIKE containing
      )
      SELECT array_agg(id ORDER BY started_at DESC, id DESC) FROM found
      WHERE started_at >= since AND (started_at, id) < (before, before_id)
        AND (of_agent IS NULL OR agent_id = of_agent) AND (with_status IS NULL OR status = with_status)
        AND (of_direction IS NULL OR direction = of_direction) AND (NOT only_live OR ended_at IS NULL)
    );
  END $$;
  REVOKE EXECUTE ON FUNCTION search_calls_of_week FROM PUBLIC;

  CREATE OR REPLACE FUNCTION search_calls(tenant uuid, containing text, most integer, since timestamptz, before timestamptz,
    of_agent uuid, with_status text, of_direction text, only_live boolean)
    RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    has_trigrams boolean := containing ~ '[[:alnum:]]{3}';
    looked_at integer := CASE WHEN has_trigrams THEN 10000 ELSE 20000 END;
    seen integer;
    edge timestamptz;
    edge_id uuid;
    oldest timestamptz;
    ids uuid[];
  BEGIN
    IF tenant IS DISTINCT FROM app_tenant_id() THEN RETURN '{}'; END IF;
    EXECUTE format($query$
      WITH newest AS MATERIALIZED (
        SELECT id, started_at, ${TEXT} ILIKE $2 AS is_found FROM call_logs
        WHERE tenant_id = $1 AND started_at >= $3 AND started_at < $4 %s %s %s %s
        ORDER BY started_at DESC, id DESC LIMIT $8
      )
      SELECT array_agg(id ORDER BY started_at DESC, id DESC) FILTER (WHERE is_found), count(*), min(started_at),
        (array_agg(id ORDER BY started_at, id))[1]
      FROM newest $query$,
      CASE WHEN of_agent IS NOT NULL THEN 'AND agent_id = $5' END,
      CASE WHEN with_status IS NOT NULL THEN 'AND status = $6' END,
      CASE WHEN of_direction IS NOT NULL THEN 'AND direction = $7' END,
      CASE WHEN only_live THEN 'AND ended_at IS NULL' END)
      INTO ids, seen, edge, edge_id
      USING tenant, containing, since, before, of_agent, with_status, of_direction, looked_at;
    ids := coalesce(ids, '{}');
    IF seen < looked_at OR cardinality(ids) >= most OR NOT has_trigrams THEN RETURN ids[:most]; END IF;
    SELECT started_at INTO oldest FROM call_logs WHERE tenant_id = tenant ORDER BY started_at, id LIMIT 1;
    FOR week IN REVERSE call_week(edge) .. call_week(greatest(oldest, since)) LOOP
      ids := ids || search_calls_of_week(tenant, containing, week, since, edge, edge_id, of_agent, with_status, of_direction,
        only_live);
      EXIT WHEN cardinality(ids) >= most;
    END LOOP;
    RETURN ids[:most];
  END $$;
  COMMENT ON FUNCTION search_calls IS
    'The newest calls that contain a text, at most so many; one without three letters or digits in a row is looked for in the newest 20,000';
`;

/** One that was cut off is there and cannot be used. */
async function createIndex(db: Kysely<never>, name: string, definition: string): Promise<void> {
  const { rows } = await sql<{ isValid: boolean }>`
    SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass(${`public.${name}`})
  `.execute(db);
  if (rows[0]?.isValid) return;
  await sql.raw(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`).execute(db);
  await sql.raw(`CREATE INDEX CONCURRENTLY ${name} ON call_logs ${definition}`).execute(db);
}
