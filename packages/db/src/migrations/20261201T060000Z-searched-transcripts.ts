import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';
import { PARTITIONS_SCHEMA } from '../partitions/month-functions.ts';

export const isOnline = true;

/**
 * A search also finds calls by the words that were said in them, from an index of words. A word that is rare is looked up in one
 * partition after the other, from the newest back; of one that occurs often in a partition, a day at a time. What is said in
 * a call that runs is in its session, and an account has few of these.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(WORDS).execute(db);
  await indexWords(db);
  await inShortTransaction(db, async (trx) => {
    const { rows } = await sql`SELECT to_regproc('public.search_call_texts') AS name`.execute(trx);
    const [found] = rows as { name: string | null }[];
    if (found?.name === null) await sql`ALTER FUNCTION search_calls RENAME TO search_call_texts`.execute(trx);
    await sql.raw(FUNCTIONS).execute(trx);
  });
}

/** A row is entered with an error where its words exceed a megabyte: so many letters never do. */
const MOST_LETTERS = 100_000;
/**
 * What the parser of texts takes for an address, a path, or a tag it reads to its end and then anew from the next letter: a
 * caller who typed `@1a` a few thousand times would keep their call from ever being saved. All such things have marks of
 * ASCII, so words are read without these, and `saidWords` leaves them out of what is looked for.
 */
const MARKS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const BLANKS = ' '.repeat(MARKS.length);
const WORDS = `
  CREATE OR REPLACE FUNCTION call_day(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (at AT TIME ZONE 'UTC')::date $$;
  COMMENT ON FUNCTION call_day IS 'The day of UTC that a time is in';

  -- Its cost is what a long transcript takes: rather any index than that.
  CREATE OR REPLACE FUNCTION call_words(transcript jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
    AS $$ SELECT to_tsvector('pg_catalog.english',
        translate(left(string_agg(said #>> '{}', ' '), ${MOST_LETTERS}), '${MARKS.replace("'", "''")}', '${BLANKS}'))
      FROM jsonb_path_query(transcript, 'lax $[*].content') AS said $$;
  COMMENT ON FUNCTION call_words IS 'The words of a transcript in their basic forms, without those that are in every text'`;

const INDEX = 'call_logs_said';
const KEYS = 'USING gin (tenant_id, call_day(started_at), call_words(transcript)) WITH (gin_pending_list_limit = 256)';

/** That of the whole table becomes valid with that of its last partition. Partitions that are made from now on have their own. */
async function indexWords(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) =>
    sql.raw(`CREATE INDEX IF NOT EXISTS ${INDEX} ON ONLY call_logs ${KEYS}`).execute(trx),
  );
  const { rows } = await sql<{ partition: string }>`
    SELECT relname AS partition FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'public.call_logs'::regclass AND NOT EXISTS (
      SELECT FROM pg_index JOIN pg_inherits AS of_index ON of_index.inhrelid = indexrelid
      WHERE indrelid = pg_class.oid AND of_index.inhparent = ${`public.${INDEX}`}::regclass)
    ORDER BY relname
  `.execute(db);
  for (const { partition } of rows) await indexPartition(db, partition);
}

async function indexPartition(db: Kysely<never>, partition: string): Promise<void> {
  const index = `${PARTITIONS_SCHEMA}.${partition}_said`;
  const { rows } = await sql<{ isValid: boolean }>`
    SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass(${index})
  `.execute(db);
  if (!rows[0]?.isValid) {
    // What a build that was cut off has left.
    await sql.raw(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`).execute(db);
    await sql
      .raw(`CREATE INDEX CONCURRENTLY ${partition}_said ON ${PARTITIONS_SCHEMA}.${partition} ${KEYS}`)
      .execute(db);
  }
  await inShortTransaction(db, (trx) => sql.raw(`ALTER INDEX ${INDEX} ATTACH PARTITION ${index}`).execute(trx));
}

const TEXT = 'call_text(from_number, to_number, caller_name, caller_email, agent_name)';
const FILTERS = `started_at >= since AND started_at < before AND (of_agent IS NULL OR agent_id = of_agent)
  AND (with_status IS NULL OR status = with_status) AND (of_direction IS NULL OR direction = of_direction)
  AND (NOT only_live OR ended_at IS NULL)`;

const FUNCTIONS = `
  REVOKE EXECUTE ON FUNCTION search_call_texts FROM PUBLIC;

  -- Told to use no index that holds rows in order: of a word that is rare such a search would pass all other calls.
  CREATE OR REPLACE FUNCTION search_words_of_partition(partition text, tenant uuid, words tsquery, day date, most integer,
    since timestamptz, before timestamptz, of_agent uuid, with_status text, of_direction text, only_live boolean,
    OUT looked_at integer, OUT ids uuid[], OUT times timestamptz[])
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
  BEGIN
    EXECUTE format($query$
      WITH found AS MATERIALIZED (
        SELECT id, started_at, agent_id, status, direction, ended_at FROM ${PARTITIONS_SCHEMA}.%I
        WHERE tenant_id = $1 AND call_words(transcript) @@ $2 %s LIMIT $4
      ), matching AS (
        SELECT id, started_at FROM found
        WHERE started_at >= $5 AND started_at < $6 AND ($7 IS NULL OR agent_id = $7) AND ($8 IS NULL OR status = $8)
          AND ($9 IS NULL OR direction = $9) AND (NOT $10 OR ended_at IS NULL)
      )
      SELECT (SELECT count(*) FROM found), coalesce(array_agg(id), '{}'), coalesce(array_agg(started_at), '{}')
      FROM matching $query$,
      partition, CASE WHEN day IS NOT NULL THEN 'AND call_day(started_at) = $3' END)
      INTO looked_at, ids, times
      USING tenant, words, day, most, since, before, of_agent, with_status, of_direction, only_live;
  END $$;
  REVOKE EXECUTE ON FUNCTION search_words_of_partition FROM PUBLIC;

  CREATE OR REPLACE FUNCTION search_call_words(tenant uuid, words tsquery, most integer, since timestamptz, before timestamptz,
    of_agent uuid, with_status text, of_direction text, only_live boolean) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
  DECLARE
    -- So many that have the words are looked at in a partition; where there are more, those of a day are.
    most_in_partition CONSTANT integer := 2000;
    -- So many that have the words are looked at, however few of them a filter lets through.
    most_in_all CONSTANT integer := 20000;
    looked_at integer := 0;
    part record;
    part_found record;
    ids uuid[];
    times timestamptz[];
    newest_day date;
    found_in_part integer;
  BEGIN
    SELECT coalesce(array_agg(id), '{}'), coalesce(array_agg(started_at), '{}') INTO ids, times
    FROM call_sessions AS session JOIN call_logs ON call_logs.tenant_id = session.tenant_id AND call_logs.id = session.call_id
    WHERE session.tenant_id = tenant AND call_words(session.transcript) @@ words AND ended_at IS NULL AND ${FILTERS};

    FOR part IN SELECT * FROM call_partitions_of(tenant) WHERE oldest < before AND newest >= since ORDER BY newest DESC LOOP
      -- What is found is newer than all that is left.
      EXIT WHEN cardinality(ids) >= most AND (SELECT min(at) FROM unnest(times) AS at) > part.newest;
      EXIT WHEN looked_at >= most_in_all;
      part_found := search_words_of_partition(part.partition, tenant, words, NULL, most_in_partition, since, before, of_agent,
        with_status, of_direction, only_live);
      IF part_found.looked_at < most_in_partition THEN
        looked_at := looked_at + part_found.looked_at;
        ids := ids || part_found.ids;
        times := times || part_found.times;
        CONTINUE;
      END IF;
      found_in_part := 0;
      newest_day := call_day(least(part.newest, before));
      FOR ago IN 0 .. newest_day - call_day(greatest(part.oldest, since)) LOOP
        part_found := search_words_of_partition(part.partition, tenant, words, newest_day - ago, NULL, since, before, of_agent, with_status,
          of_direction, only_live);
        ids := ids || part_found.ids;
        times := times || part_found.times;
        found_in_part := found_in_part + cardinality(part_found.ids);
        looked_at := looked_at + part_found.looked_at;
        EXIT WHEN found_in_part >= most OR looked_at >= most_in_all;
      END LOOP;
    END LOOP;
    RETURN ARRAY(SELECT id FROM unnest(ids, times) AS found (id, at) GROUP BY id, at ORDER BY at DESC, id DESC LIMIT most);
  END $$;
  REVOKE EXECUTE ON FUNCTION search_call_words FROM PUBLIC;
  COMMENT ON FUNCTION search_call_words IS 'The newest calls in which words were said, at most so many';

  -- Without said, as processes of the version before call it, nothing is looked for in transcripts.
  CREATE OR REPLACE FUNCTION search_calls(tenant uuid, containing text, most integer, since timestamptz, before timestamptz,
    of_agent uuid, with_status text, of_direction text, only_live boolean, said text DEFAULT '')
    RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    words CONSTANT tsquery := plainto_tsquery('pg_catalog.english', said);
    with_text uuid[];
    with_words uuid[];
  BEGIN
    IF tenant IS DISTINCT FROM app_tenant_id() THEN RETURN '{}'; END IF;
    with_text := search_call_texts(tenant, containing, most, since, before, of_agent, with_status, of_direction, only_live);
    IF numnode(words) = 0 THEN RETURN with_text; END IF;
    with_words := search_call_words(tenant, words, most, since, before, of_agent, with_status, of_direction, only_live);
    IF cardinality(with_words) = 0 THEN RETURN with_text; END IF;
    IF cardinality(with_text) = 0 THEN RETURN with_words; END IF;
    RETURN ARRAY(
      SELECT id FROM call_logs WHERE tenant_id = tenant AND id = ANY(with_text || with_words)
      ORDER BY started_at DESC, id DESC LIMIT most
    );
  END $$;
  COMMENT ON FUNCTION search_calls IS
    'The newest calls that contain a text, or in which all words of one were said; at most so many';

  -- Days are the window, so that all that is found is within it or nearly: a condition on times would be looked up in their own
  -- index, and the words of each call made anew. Without days where all calls are fewer than are searched.
  CREATE OR REPLACE FUNCTION search_words_of_accounts(accounts uuid[], words tsquery, since timestamptz, before timestamptz)
    RETURNS uuid[] LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
  DECLARE
    -- However few calls there were.
    longest CONSTANT interval := '3 years';
    last_day CONSTANT date := call_day(least(before, now() + interval '1 day'));
    days date[];
    ids uuid[];
  BEGIN
    IF since > '-infinity' OR before < now() THEN
      days := ARRAY(SELECT day::date FROM generate_series(
        greatest(date_trunc('day', since AT TIME ZONE 'UTC'), last_day - longest), last_day, interval '1 day') AS day);
    END IF;
    EXECUTE format($query$
      WITH found AS MATERIALIZED (
        SELECT id, started_at FROM call_logs WHERE tenant_id = ANY($1) AND call_words(transcript) @@ $2 %s
      )
      SELECT ARRAY(
        SELECT id FROM found WHERE started_at >= $4 AND started_at < $5
        UNION ALL
        SELECT call_id FROM call_sessions WHERE tenant_id = ANY($1) AND call_words(transcript) @@ $2
      ) $query$,
      CASE WHEN days IS NOT NULL THEN 'AND call_day(started_at) = ANY($3)' END)
      INTO ids USING accounts, words, days, since, before;
    RETURN ids;
  END $$;
  REVOKE EXECUTE ON FUNCTION search_words_of_accounts FROM PUBLIC;

  DROP FUNCTION IF EXISTS calls_of_agency;
  CREATE FUNCTION calls_of_agency(agency uuid, with_status text, of_direction text, only_live boolean, containing text,
    since timestamptz, before timestamptz, skipped integer, most integer, said text DEFAULT '')
    RETURNS SETOF call_logs LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    -- A search looks through about so many calls.
    searched CONSTANT integer := 20000;
    words CONSTANT tsquery := plainto_tsquery('pg_catalog.english', said);
    with_words uuid[] := '{}';
    accounts uuid[];
    earliest timestamptz;
    first_id uuid;
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
      -- A call is entered a day before it starts at most.
      first_id := CASE WHEN earliest > '2000-01-01' THEN first_id_at(earliest - interval '1 day')
        ELSE '00000000-0000-0000-0000-000000000000' END;
      IF containing IS NOT NULL AND numnode(words) > 0 THEN
        with_words := search_words_of_accounts(accounts, words, earliest, before);
      END IF;
      EXECUTE format($query$
        SELECT array_agg(id ORDER BY started_at DESC, id DESC), array_agg(tenant_id ORDER BY started_at DESC, id DESC) FROM (
          SELECT newest.* FROM unnest($1) AS account CROSS JOIN LATERAL (
            SELECT tenant_id, id, started_at, %s AS text FROM call_logs
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
        CASE WHEN containing IS NOT NULL THEN 'WHERE newest.text ILIKE $9 OR newest.id = ANY($10)' END)
        INTO ids, ids_of
        USING accounts, earliest, before, first_id, CASE WHEN containing IS NULL THEN skipped + most ELSE searched END,
          skipped + most, with_status, of_direction, containing, with_words;
      EXIT WHEN containing IS NOT NULL OR earliest <= since OR cardinality(ids) >= skipped + most;
      earliest := since;
    END LOOP;
    RETURN QUERY SELECT call_logs.* FROM unnest(ids_of[skipped + 1:], ids[skipped + 1:]) WITH ORDINALITY AS found (account, call, place)
      JOIN call_logs ON call_logs.tenant_id = found.account AND call_logs.id = found.call ORDER BY found.place;
  END $$;
  COMMENT ON FUNCTION calls_of_agency IS
    'The newest calls of an agency and its active clients, at most so many after those skipped';
`;
