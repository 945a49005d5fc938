import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * What billing by the gateway's clock needs: the price that a call began with, what gateways have measured while it
 * runs, what the carrier counts beside it, and corrections of usage records. A correction takes a record back with
 * negative amounts (`reverses`) and puts another in its place (`revision`); no record is ever changed.
 *
 * It was one transaction once, which built its indexes while all writers of usage waited, and was made an online one after
 * it had landed. What it leaves behind is the same.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(COLUMNS).execute(trx));
  // Events are many; no lock is held while they are looked through but for that of an account that was told.
  await sql`
    UPDATE tenants SET trial_minutes_reached_at = told.at
      FROM (
        SELECT tenant_id, min(occurred_at) AS at FROM events
        WHERE type = 'usage.limit_reached' AND payload->>'limit' = 'trial minutes' GROUP BY tenant_id
      ) AS told
      WHERE told.tenant_id = tenants.id
  `.execute(db);
  await buildUniqueIndex(db, 'usage_records_of_call', '(tenant_id, kind, call_id, revision) WHERE reverses IS NULL');
  await buildUniqueIndex(db, 'usage_records_reversed', '(tenant_id, reverses) WHERE reverses IS NOT NULL');
  await inShortTransaction(db, (trx) => sql.raw(KEYS_AND_TRIGGERS).execute(trx));
}

async function buildUniqueIndex(db: Kysely<never>, name: string, columns: string): Promise<void> {
  const { rows } = await sql<{ isValid: boolean }>`
    SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass(${`public.${name}`})
  `.execute(db);
  if (rows[0]?.isValid) return;
  // What a build that was cut off has left.
  await sql.raw(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`).execute(db);
  await sql.raw(`CREATE UNIQUE INDEX CONCURRENTLY ${name} ON usage_records ${columns}`).execute(db);
}

const COLUMNS = `
  ALTER TABLE call_logs
    ADD COLUMN IF NOT EXISTS price_per_minute_cents integer,
    ADD COLUMN IF NOT EXISTS carrier_seconds integer,
    ADD COLUMN IF NOT EXISTS awaits_gateway boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN call_logs.price_per_minute_cents IS 'What a started minute costs the tenant, as it was when the call began';
  COMMENT ON COLUMN call_logs.carrier_seconds IS 'What the carrier says that the call lasted; compared with what is billed, never billed';
  COMMENT ON COLUMN call_logs.awaits_gateway IS 'Ended without all that its gateway knows: what that still reports completes the row, once';

  ALTER TABLE call_sessions ADD COLUMN IF NOT EXISTS measured_seconds integer;
  COMMENT ON COLUMN call_sessions.measured_seconds IS 'How long the caller was on the line at the last heartbeat, as the gateway measures it';

  ALTER TABLE tenants ADD COLUMN IF NOT EXISTS trial_minutes_reached_at timestamptz;
  COMMENT ON COLUMN tenants.trial_minutes_reached_at IS 'When it was told that the minutes of its trial are used up; once';

  ALTER TABLE usage_records
    ADD COLUMN IF NOT EXISTS reverses uuid,
    ADD COLUMN IF NOT EXISTS revision integer NOT NULL DEFAULT 0;
  COMMENT ON COLUMN usage_records.reverses IS 'The record that this one takes back: its amounts are negative';
  COMMENT ON COLUMN usage_records.revision IS 'How many records of the same call were taken back before this one';
`;

/**
 * What each record adds to the figures. A reversal takes away what its call added: it is written before the call's row
 * changes, so that it finds there what was counted.
 */
const FIGURES_OF_ADDED = `
  SELECT used.tenant_id, (used.occurred_at AT TIME ZONE 'UTC')::date AS day, used.kind,
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
  FROM added AS used
    CROSS JOIN LATERAL (SELECT CASE WHEN used.reverses IS NULL THEN 1 ELSE -1 END AS sign) AS signs
    LEFT JOIN call_logs ON call_logs.tenant_id = used.tenant_id AND call_logs.id = used.call_id`;

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

const list = (names: readonly string[], write: (name: string) => string): string => names.map(write).join(', ');

/** The figures of the records that a statement has added. The order keeps two writers from a deadlock. */
const addUsage = (table: string, keys: readonly string[]): string => `
  INSERT INTO ${table} AS sums (${keys.join(', ')}, agency_id, ${FIGURES.join(', ')})
  SELECT ${keys.join(', ')}, agency_id, ${list(FIGURES, (name) => `sum(${name})`)}
  FROM (${FIGURES_OF_ADDED}) AS figures
  GROUP BY ${keys.join(', ')}, agency_id ORDER BY ${keys.join(', ')}
  ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)};`;

/** The unique constraint of calls goes when its index takes corrections in. */
const KEYS_AND_TRIGGERS = `
    ALTER TABLE usage_records DROP CONSTRAINT IF EXISTS usage_records_tenant_id_kind_call_id_key;

    CREATE OR REPLACE FUNCTION usage_records_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      ${addUsage('usage_totals', ['tenant_id', 'kind', 'provider', 'direction'])}
      ${addUsage('usage_by_day', ['tenant_id', 'day', 'kind', 'provider', 'direction'])}
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
        WHERE tenant_id = NEW.tenant_id AND kind = 'voice' AND call_id = NEW.id AND reverses IS NULL
        ORDER BY revision DESC LIMIT 1;
      IF NOT FOUND THEN RETURN NULL; END IF;
      UPDATE usage_totals SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown');
      UPDATE usage_by_day SET booked = booked + change
        WHERE tenant_id = used.tenant_id AND kind = used.kind AND direction = used.direction
          AND provider = coalesce(used.provider, 'unknown') AND day = (used.occurred_at AT TIME ZONE 'UTC')::date;
      RETURN NULL;
    END $$;

    -- Gateways end the calls of an account that may not go on, whoever switched it off and by whatever way.
    CREATE OR REPLACE FUNCTION tenants_tell_gateways() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('calls', json_build_object('news', 'account_changed', 'tenantId', NEW.id)::text);
      RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER tenants_standing_changed AFTER UPDATE OF suspended_at, is_active ON tenants
      FOR EACH ROW WHEN ((OLD.suspended_at IS NULL, OLD.is_active) IS DISTINCT FROM (NEW.suspended_at IS NULL, NEW.is_active))
      EXECUTE FUNCTION tenants_tell_gateways();
  `;
