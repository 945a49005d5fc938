import { sql, type Kysely } from 'kysely';

/**
 * Calls of an agency and of all its clients, newest first. Its connection doesn't see its clients' rows, so the function acts
 * as the tables' owner and checks first that the agency is the connection's. Each account's newest calls come from an index,
 * at first in the partitions of the last month alone: looking into those of a year for each of many accounts takes ten times
 * as long. A search goes no further back than to when the agency had so many calls.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(FUNCTION).execute(db);
}

const TEXT = 'call_text(from_number, to_number, caller_name, caller_email, agent_name)';

const FUNCTION = `
  CREATE FUNCTION calls_of_agency(agency uuid, with_status text, of_direction text, only_live boolean, containing text,
    since timestamptz, before timestamptz, skipped integer, most integer)
    RETURNS SETOF call_logs LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    -- A search looks through about so many calls.
    searched CONSTANT integer := 20000;
    accounts uuid[];
    earliest timestamptz;
    ids uuid[];
    ids_of uuid[];
  BEGIN
    IF agency IS DISTINCT FROM app_tenant_id() THEN RETURN; END IF;
    accounts := ARRAY(SELECT id FROM tenants WHERE (id = agency OR parent_tenant_id = agency) AND is_active);
    IF containing IS NULL THEN
      earliest := greatest(since, least(before, now()) - interval '31 days');
    ELSE
      SELECT greatest(since, max(day)) INTO earliest FROM (
        SELECT began_at AS day, sum(sum(calls)) OVER (ORDER BY began_at DESC) AS calls FROM agency_usage_by_day
        WHERE tenant_id = agency AND began_at < before GROUP BY began_at
      ) AS days WHERE days.calls >= searched;
    END IF;
    LOOP
      EXECUTE format($query$
        SELECT array_agg(id ORDER BY started_at DESC, id DESC), array_agg(tenant_id ORDER BY started_at DESC, id DESC) FROM (
          SELECT newest.* FROM unnest($1) AS account CROSS JOIN LATERAL (
            SELECT tenant_id, id, started_at, %s AS said FROM call_logs
            WHERE tenant_id = account AND started_at >= $2 AND started_at < $3 AND id >= $4 %s %s %s
            ORDER BY started_at DESC, id DESC LIMIT $5
          ) AS newest
          %s
          ORDER BY newest.started_at DESC, newest.id DESC LIMIT $6
        ) AS found $query$,
        CASE WHEN containing IS NULL THEN 'NULL' ELSE '${TEXT}' END,
        CASE WHEN with_status IS NOT NULL THEN 'AND status = $7' END,
        CASE WHEN of_direction IS NOT NULL THEN 'AND direction = $8' END,
        CASE WHEN only_live THEN 'AND ended_at IS NULL' END,
        CASE WHEN containing IS NOT NULL THEN 'WHERE newest.said ILIKE $9' END)
        INTO ids, ids_of
        USING accounts, earliest, before,
          -- A call is entered a day before it starts at most.
          CASE WHEN earliest > '2000-01-01' THEN first_id_at(earliest - interval '1 day') ELSE '00000000-0000-0000-0000-000000000000' END,
          CASE WHEN containing IS NULL THEN skipped + most ELSE searched END, skipped + most, with_status, of_direction, containing;
      EXIT WHEN containing IS NOT NULL OR earliest <= since OR cardinality(ids) >= skipped + most;
      earliest := since;
    END LOOP;
    RETURN QUERY SELECT call_logs.* FROM unnest(ids_of[skipped + 1:], ids[skipped + 1:]) WITH ORDINALITY AS found (account, call, place)
      JOIN call_logs ON call_logs.tenant_id = found.account AND call_logs.id = found.call ORDER BY found.place;
  END $$;
  COMMENT ON FUNCTION calls_of_agency IS
    'The newest calls of an agency and its active clients, at most so many after those skipped';
`;
