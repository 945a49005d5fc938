import { sql, type Kysely } from 'kysely';

/**
 * What figures of usage lacked: how many calls have no known cost, and how many were conversations, so that an agency's
 * conversion is counted as everybody's is. `booked` counts those of the conversations that led to an appointment.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    -- Whoever writes usage is waited for, and waits: nothing is added up while the columns are filled.
    LOCK TABLE call_logs, usage_records IN SHARE ROW EXCLUSIVE MODE;

    CREATE FUNCTION is_conversation(status text, direction text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$ SELECT status = 'completed' AND direction NOT IN ('test', 'demo') $$;
    COMMENT ON FUNCTION is_conversation IS 'Whether a call could have led to an appointment: completed, and no try-out';

    ${TABLES.map(({ table, keys }) => addColumns(table, keys)).join('')}

    CREATE OR REPLACE FUNCTION usage_records_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      ${TABLES.map(({ table, keys }) => addUsage(table, keys)).join('')}
      RETURN NULL;
    END $$;

    CREATE OR REPLACE FUNCTION call_logs_count_booking() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      change integer := CASE WHEN NEW.appointment_booked THEN 1 ELSE -1 END;
      used usage_records;
    BEGIN
      IF coalesce(NEW.appointment_booked, false) = coalesce(OLD.appointment_booked, false)
        OR NOT is_conversation(NEW.status, NEW.direction) THEN RETURN NULL; END IF;
      SELECT * INTO used FROM usage_records
        WHERE tenant_id = NEW.tenant_id AND kind = 'voice' AND call_id = NEW.id;
      IF NOT FOUND THEN RETURN NULL; END IF;
      UPDATE usage_totals SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown');
      UPDATE usage_by_day SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown') AND day = (used.occurred_at AT TIME ZONE 'UTC')::date;
      RETURN NULL;
    END $$;
  `,
    )
    .execute(db);
}

const TABLES = [
  { table: 'usage_totals', keys: ['tenant_id', 'kind', 'provider', 'direction'] },
  { table: 'usage_by_day', keys: ['tenant_id', 'day', 'kind', 'provider', 'direction'] },
];

/** What each usage record of `used` adds to the figures. */
const figuresOf = (used: string): string => `
  SELECT used.tenant_id, (used.occurred_at AT TIME ZONE 'UTC')::date AS day, used.kind,
    coalesce(used.provider, 'unknown') AS provider, used.direction, used.agency_id,
    (used.kind = 'voice')::integer AS calls,
    coalesce(is_conversation(call_logs.status, call_logs.direction), false)::integer AS conversations,
    coalesce(is_conversation(call_logs.status, call_logs.direction) AND call_logs.appointment_booked, false)::integer
      AS booked,
    coalesce(call_logs.duration_seconds, 0) AS seconds,
    CASE used.kind WHEN 'voice' THEN used.quantity ELSE 0 END AS minutes,
    CASE used.kind WHEN 'text' THEN used.quantity ELSE 0 END AS texts,
    (used.kind = 'voice' AND used.cost_cents IS NULL)::integer AS unpriced_calls,
    coalesce(used.cost_cents, 0) AS cost_cents, used.revenue_cents,
    CASE WHEN used.cost_cents IS NULL THEN 0 ELSE used.revenue_cents END AS priced_revenue_cents
  FROM ${used} AS used LEFT JOIN call_logs ON call_logs.tenant_id = used.tenant_id AND call_logs.id = used.call_id`;

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
/** What is new, or counted anew. */
const NEW_FIGURES = ['conversations', 'booked', 'unpriced_calls'];

const list = (names: readonly string[], write: (name: string) => string): string => names.map(write).join(', ');

const addColumns = (table: string, keys: readonly string[]): string => `
  ALTER TABLE ${table}
    ADD COLUMN conversations bigint NOT NULL DEFAULT 0,
    ADD COLUMN unpriced_calls bigint NOT NULL DEFAULT 0;
  COMMENT ON COLUMN ${table}.booked IS 'Conversations that led to an appointment';
  COMMENT ON COLUMN ${table}.unpriced_calls IS 'Calls whose cost is not known';
  UPDATE ${table} AS sums SET ${list(NEW_FIGURES, (name) => `${name} = found.${name}`)}
    FROM (
      SELECT ${keys.join(', ')}, ${list(NEW_FIGURES, (name) => `sum(${name}) AS ${name}`)}
      FROM (${figuresOf('usage_records')}) AS figures GROUP BY ${keys.join(', ')}
    ) AS found
    WHERE ${keys.map((key) => `sums.${key} = found.${key}`).join(' AND ')};`;

/** The figures of the records that a statement has added. The order keeps two writers from a deadlock. */
const addUsage = (table: string, keys: readonly string[]): string => `
  INSERT INTO ${table} AS sums (${keys.join(', ')}, agency_id, ${FIGURES.join(', ')})
  SELECT ${keys.join(', ')}, agency_id, ${list(FIGURES, (name) => `sum(${name})`)}
  FROM (${figuresOf('added')}) AS figures
  GROUP BY ${keys.join(', ')}, agency_id ORDER BY ${keys.join(', ')}
  ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)};`;
