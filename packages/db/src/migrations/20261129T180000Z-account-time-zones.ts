import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * Accounts have a time zone, in which their days are counted. Usage is added up by quarter hours instead of UTC days:
 * every zone's offset is a multiple of one, so the days of any zone are sums of them, and a change of the zone changes no
 * row. An agency's sub-accounts are added up once more, together: each alone has about a row a call.
 * `earliest_instant` finds when clocks somewhere show a time, also around their changes.
 *
 * It was one transaction once, in which all writers of calls waited until everything was added up, and was made an online
 * one after it had landed. What it leaves behind is the same.
 */
export async function up(db: Kysely<never>): Promise<void> {
  if (!(await hasUsageByDay(db))) return;
  await inShortTransaction(db, (trx) => sql.raw(FUNCTIONS + TABLES + triggers(WITH_DAYS)).execute(trx));
  await addUpAgain(db);
  await inShortTransaction(db, async (trx) => {
    // A statement that has begun runs the triggers that there were, which write into the table.
    await sql.raw(LOCK_WRITERS).execute(trx);
    await sql.raw(`${triggers(WITHOUT_DAYS)} DROP TABLE usage_by_day;`).execute(trx);
  });
}

/** Whoever writes calls or usage is waited for, and waits. */
const LOCK_WRITERS = 'LOCK TABLE call_logs, usage_records IN SHARE ROW EXCLUSIVE MODE';

/** It is dropped at last; what has the same name later is another table. */
async function hasUsageByDay(db: Kysely<never>): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    SELECT to_regclass('public.usage_by_day') IS NOT NULL AS exists
  `.execute(db);
  return rows[0]?.exists ?? false;
}

/** Records that are added up while nobody may write: for a hundredth of a second. */
const RECORDS_AT_ONCE = 250;

/** Adds up the records that there are, quarter hours of an account after the other; doing it again changes nothing. */
export async function addUpAgain(db: Kysely<never>, recordsAtOnce = RECORDS_AT_ONCE): Promise<void> {
  const { rows: tenants } = await sql<{ id: string }>`
    SELECT id FROM tenants WHERE EXISTS (SELECT FROM usage_records WHERE tenant_id = tenants.id)
  `.execute(db);
  for (const { id } of tenants) {
    for (let from: string | null = '-infinity'; from !== null;) {
      const until: string | null = await endOfSome(db, id, from, recordsAtOnce);
      const range = `used.tenant_id = ${literal(id)} AND used.occurred_at >= ${literal(from)}
        AND used.occurred_at < ${literal(until ?? 'infinity')}`;
      await inShortTransaction(db, async (trx) => {
        await sql.raw(LOCK_WRITERS).execute(trx);
        await sql.raw(putInPlace(range)).execute(trx);
      });
      from = until;
    }
  }
}

const literal = (text: string): string => `'${text}'`;

/** The quarter hour that so many records later begins, and another one than `from` if they are all in one; null: none. */
async function endOfSome(db: Kysely<never>, tenantId: string, from: string, records: number): Promise<string | null> {
  const { rows } = await sql<{ until: string }>`
    SELECT to_char(greatest(quarter_hour(occurred_at), ${from}::timestamptz + interval '15 minutes') AT TIME ZONE 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS until
    FROM usage_records WHERE tenant_id = ${tenantId} AND occurred_at >= ${from}
    ORDER BY occurred_at, id OFFSET ${records}::integer LIMIT 1
  `.execute(db);
  return rows[0]?.until ?? null;
}

const FUNCTIONS = `
    ALTER TABLE tenants ADD COLUMN IF NOT EXISTS timezone text NOT NULL DEFAULT 'UTC';
    COMMENT ON COLUMN tenants.timezone IS 'IANA name; the days of statistics and usage are days there';

    CREATE OR REPLACE FUNCTION earliest_instant(wanted timestamp, zone text) RETURNS timestamptz
      LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1 AS $$
    DECLARE
      found timestamptz := wanted AT TIME ZONE zone;
      earlier timestamptz;
      before timestamptz;
      middle timestamptz;
    BEGIN
      IF found AT TIME ZONE zone = wanted THEN
        -- Clocks that go back show it twice; what is found is the second time.
        earlier := found - ((found AT TIME ZONE 'UTC') - (found AT TIME ZONE zone))
          + (((found - interval '1 day') AT TIME ZONE 'UTC') - ((found - interval '1 day') AT TIME ZONE zone));
        RETURN CASE WHEN earlier < found AND earlier AT TIME ZONE zone = wanted THEN earlier ELSE found END;
      END IF;
      -- Clocks that go forward never show it: the first moment after the jump, to the second.
      before := found - ((found AT TIME ZONE zone) - wanted);
      WHILE found - before > interval '1 second' LOOP
        middle := date_trunc('second', before + (found - before) / 2);
        IF middle AT TIME ZONE zone >= wanted THEN found := middle; ELSE before := middle; END IF;
      END LOOP;
      RETURN found;
    END $$;
    COMMENT ON FUNCTION earliest_instant IS
      'When clocks of the zone first show the time, or the first moment after it where they skip it';

    CREATE OR REPLACE FUNCTION quiet_until(at timestamptz, zone text, quiet_from time, quiet_to time) RETURNS timestamptz
      LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      here date := (at AT TIME ZONE zone)::date;
      nights integer := CASE WHEN quiet_from > quiet_to THEN 1 ELSE 0 END;
      ends timestamptz;
    BEGIN
      IF quiet_from = quiet_to THEN RETURN NULL; END IF;
      FOR day IN -1 .. 1 LOOP
        ends := earliest_instant(here + day + nights + quiet_to, zone);
        IF at < ends AND at >= earliest_instant(here + day + quiet_from, zone) THEN RETURN ends; END IF;
      END LOOP;
      RETURN NULL;
    END $$;
    COMMENT ON FUNCTION quiet_until IS
      'When the quiet hours end that a time is in, or null; they begin and end once a day, also when clocks are changed';

    CREATE OR REPLACE FUNCTION quarter_hour(at timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$ SELECT date_bin('15 minutes', at, '2000-01-01T00:00Z') $$;
    COMMENT ON FUNCTION quarter_hour IS 'When the quarter of an hour begins that a time is in';
`;

const FIGURES = [
  'calls',
  'conversations',
  'booked',
  'seconds',
  'minutes',
  'texts',
  'unpriced_calls',
  'cost_cents',
  'revenue_cents',
  'priced_revenue_cents',
];
const DETAILED = ['tenant_id', 'began_at', 'kind', 'provider', 'direction'];

function list(names: readonly string[], write: (name: string) => string): string {
  return names.map(write).join(', ');
}

/**
 * What each record of `records` adds to the figures. A reversal takes away what its call added: it is written before the
 * call's row changes, so that it finds there what was counted.
 */
const figuresOf = (records: string): string => `
  SELECT used.tenant_id, quarter_hour(used.occurred_at) AS began_at, used.kind,
    coalesce(used.provider, 'unknown') AS provider, used.direction, used.agency_id,
    sign * (used.kind = 'voice')::integer AS calls,
    sign * coalesce(is_conversation(call_logs.status, call_logs.direction), false)::integer AS conversations,
    sign * coalesce(is_conversation(call_logs.status, call_logs.direction) AND call_logs.appointment_booked, false)::integer
      AS booked,
    sign * coalesce(call_logs.duration_seconds, 0) AS seconds,
    CASE used.kind WHEN 'voice' THEN used.quantity ELSE 0 END AS minutes,
    CASE used.kind WHEN 'text' THEN used.quantity ELSE 0 END AS texts,
    sign * (used.kind = 'voice' AND used.cost_cents IS NULL)::integer AS unpriced_calls,
    coalesce(used.cost_cents, 0) AS cost_cents, used.revenue_cents,
    CASE WHEN used.cost_cents IS NULL THEN 0 ELSE used.revenue_cents END AS priced_revenue_cents
  FROM ${records} AS used
    CROSS JOIN LATERAL (SELECT CASE WHEN used.reverses IS NULL THEN 1 ELSE -1 END AS sign) AS signs
    LEFT JOIN call_logs ON call_logs.tenant_id = used.tenant_id AND call_logs.id = used.call_id`;

/** The figures of records, added to those of a table. The order keeps two writers from a deadlock. */
function addUsage(table: string, keys: readonly string[], records: string): string {
  return add(table, [...keys, 'agency_id'], keys, `SELECT * FROM (${figuresOf(records)}) AS figures`);
}

const addUsageByQuarterHour = (records: string): string => `
  ${addUsage('usage_by_quarter_hour', DETAILED, records)}
  ${add(
    'agency_usage_by_quarter_hour',
    DETAILED,
    DETAILED,
    `SELECT agency_id AS tenant_id, ${[...DETAILED.slice(1), ...FIGURES].join(', ')}
     FROM (${figuresOf(records)}) AS figures WHERE agency_id IS NOT NULL`,
  )}`;

function add(table: string, columns: readonly string[], keys: readonly string[], figures: string): string {
  return `
  INSERT INTO ${table} AS sums (${columns.join(', ')}, ${FIGURES.join(', ')})
  SELECT ${columns.join(', ')}, ${list(FIGURES, (name) => `sum(${name})`)}
  FROM (${figures}) AS added_up
  GROUP BY ${columns.join(', ')} ORDER BY ${keys.join(', ')}
  ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)};`;
}

const TABLES = `
    CREATE TABLE IF NOT EXISTS usage_by_quarter_hour (
      tenant_id uuid NOT NULL REFERENCES tenants (id), began_at timestamptz NOT NULL, kind text NOT NULL,
      provider text NOT NULL, direction text NOT NULL, agency_id uuid,
      ${list(FIGURES, (name) => `${name} bigint NOT NULL DEFAULT 0`)}, PRIMARY KEY (${DETAILED.join(', ')})
    );
    CREATE INDEX IF NOT EXISTS usage_by_quarter_hour_unpriced ON usage_by_quarter_hour (agency_id, began_at) WHERE unpriced_calls > 0;
    CREATE TABLE IF NOT EXISTS agency_usage_by_quarter_hour (
      tenant_id uuid NOT NULL REFERENCES tenants (id), began_at timestamptz NOT NULL, kind text NOT NULL,
      provider text NOT NULL, direction text NOT NULL,
      ${list(FIGURES, (name) => `${name} bigint NOT NULL DEFAULT 0`)}, PRIMARY KEY (${DETAILED.join(', ')})
    );
    COMMENT ON TABLE agency_usage_by_quarter_hour IS
      'What the sub-accounts of the agency that is the tenant used, all together';
    COMMENT ON COLUMN usage_by_quarter_hour.booked IS 'Conversations that led to an appointment';
    COMMENT ON COLUMN usage_by_quarter_hour.unpriced_calls IS 'Calls whose cost is not known';
    COMMENT ON COLUMN usage_by_quarter_hour.priced_revenue_cents IS
      'Revenue of what has a known cost, so that margins compare like with like';
`;

/** What triggers do besides. */
interface Days {
  add: string;
  book: string;
  skipAgency: string;
}

/**
 * Until everything is added up: the version before still reads days, and a booking of what is not added up yet is not
 * counted in the agency's row alone.
 */
const WITH_DAYS: Days = {
  add: add(
    'usage_by_day',
    ['tenant_id', 'day', 'kind', 'provider', 'direction', 'agency_id'],
    ['tenant_id', 'day', 'kind', 'provider', 'direction'],
    `SELECT *, (began_at AT TIME ZONE 'UTC')::date AS day FROM (${figuresOf('added')}) AS figures`,
  ),
  book: `
      UPDATE usage_by_day SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown') AND day = (used.occurred_at AT TIME ZONE 'UTC')::date;`,
  skipAgency: `
      IF NOT FOUND THEN RETURN NULL; END IF;`,
};
const WITHOUT_DAYS: Days = { add: '', book: '', skipAgency: '' };

const triggers = (days: Days): string => `
    -- As their owner: a sub-account may not write its agency's rows, but its calls count there.
    CREATE OR REPLACE FUNCTION usage_records_add_up() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      ${addUsage('usage_totals', ['tenant_id', 'kind', 'provider', 'direction'], 'added')}
      ${addUsageByQuarterHour('added')}${days.add}
      RETURN NULL;
    END $$;

    CREATE OR REPLACE FUNCTION call_logs_count_booking() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      change integer := CASE WHEN NEW.appointment_booked THEN 1 ELSE -1 END;
      used usage_records;
    BEGIN
      IF coalesce(NEW.appointment_booked, false) = coalesce(OLD.appointment_booked, false)
        OR NOT is_conversation(NEW.status, NEW.direction) THEN RETURN NULL; END IF;
      SELECT * INTO used FROM usage_records
        WHERE tenant_id = NEW.tenant_id AND kind = 'voice' AND call_id = NEW.id AND reverses IS NULL
        ORDER BY revision DESC LIMIT 1;
      IF NOT FOUND THEN RETURN NULL; END IF;
      UPDATE usage_totals SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown');${days.book}
      UPDATE usage_by_quarter_hour SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown') AND began_at = quarter_hour(used.occurred_at);${days.skipAgency}
      UPDATE agency_usage_by_quarter_hour SET booked = booked + change
        WHERE tenant_id = used.agency_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown') AND began_at = quarter_hour(used.occurred_at);
      RETURN NULL;
    END $$;
`;

/**
 * Puts the figures of a range of records, which are whole quarter hours of one account, in their place. Its agency's rows
 * change by as much as they do, for both hold what triggers have added already.
 */
const putInPlace = (range: string): string => `
  WITH found AS (
    SELECT ${DETAILED.join(', ')}, agency_id, ${list(FIGURES, (name) => `sum(${name}) AS ${name}`)}
    FROM (${figuresOf('usage_records')} WHERE ${range}) AS figures GROUP BY ${DETAILED.join(', ')}, agency_id
  ), agencies AS (
    INSERT INTO agency_usage_by_quarter_hour AS sums (${[...DETAILED, ...FIGURES].join(', ')})
    SELECT found.agency_id, ${DETAILED.slice(1).join(', ')}, ${list(FIGURES, (name) => `found.${name} - coalesce(had.${name}, 0)`)}
    FROM found LEFT JOIN usage_by_quarter_hour AS had USING (${DETAILED.join(', ')}) WHERE found.agency_id IS NOT NULL
    ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (${DETAILED.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)}
  )
  INSERT INTO usage_by_quarter_hour AS sums (${[...DETAILED, 'agency_id', ...FIGURES].join(', ')})
  SELECT ${[...DETAILED, 'agency_id', ...FIGURES].join(', ')} FROM found
  ON CONFLICT (${DETAILED.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = excluded.${name}`)}`;
