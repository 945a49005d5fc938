import { sql, type Kysely } from 'kysely';

/**
 * Sub-accounts with what their agency knows about them, assigned integrations, branding, and usage added up as it
 * happens: an agency's figures are read from a few rows a sub-account instead of from all its calls.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE tenants
      ADD COLUMN admin_email text,
      ADD COLUMN admin_name text,
      ADD COLUMN monthly_platform_fee_cents integer NOT NULL DEFAULT 0,
      ADD COLUMN billing_start_day integer NOT NULL DEFAULT 1 CHECK (billing_start_day BETWEEN 1 AND 28),
      ADD COLUMN suspended_reason text,
      ADD COLUMN text_upcharge_by_type jsonb NOT NULL DEFAULT '{}';

    CREATE TABLE sub_account_integrations (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      integration_id uuid NOT NULL,
      agency_id uuid NOT NULL,
      provider text NOT NULL,
      assigned_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (tenant_id, integration_id),
      FOREIGN KEY (agency_id, integration_id) REFERENCES integrations (tenant_id, id) ON DELETE CASCADE
    );
    COMMENT ON COLUMN sub_account_integrations.tenant_id IS 'The sub-account that may use the integration of its agency';
    CREATE UNIQUE INDEX sub_account_integrations_one_ghl ON sub_account_integrations (tenant_id) WHERE provider = 'ghl';
    CREATE INDEX sub_account_integrations_agency ON sub_account_integrations (agency_id, integration_id);

    CREATE TABLE branding (
      tenant_id uuid PRIMARY KEY REFERENCES tenants (id),
      company_name text,
      logo_key text,
      favicon_key text,
      primary_color text NOT NULL DEFAULT '#6298B6',
      support_email text,
      support_url text,
      custom_domain text UNIQUE,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON COLUMN branding.custom_domain IS 'In lower case, without a port';

    ALTER TABLE usage_records ADD COLUMN agency_id uuid;
    COMMENT ON COLUMN usage_records.agency_id IS 'The agency of a sub-account, filled in by a trigger';
    UPDATE usage_records SET agency_id = tenants.parent_tenant_id
      FROM tenants WHERE tenants.id = usage_records.tenant_id AND tenants.parent_tenant_id IS NOT NULL;
    CREATE INDEX usage_records_agency ON usage_records (agency_id, occurred_at DESC, id DESC)
      WHERE kind = 'voice' AND agency_id IS NOT NULL;

    CREATE FUNCTION usage_records_set_agency() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      SELECT parent_tenant_id INTO NEW.agency_id FROM tenants WHERE id = NEW.tenant_id;
      RETURN NEW;
    END $$;
    CREATE TRIGGER usage_records_set_agency BEFORE INSERT ON usage_records
      FOR EACH ROW EXECUTE FUNCTION usage_records_set_agency();
  `.execute(db);
  await addUpUsage(db);
}

const FIGURES = 'calls booked seconds minutes texts cost_cents revenue_cents priced_revenue_cents'.split(' ');
const columns = FIGURES.join(', ');
const definitions = FIGURES.map((name) => `${name} bigint NOT NULL DEFAULT 0`).join(', ');
const addTo = (table: string) => FIGURES.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ');

/** The figures of usage records `used`, by `keys`, added to those of a table. The order keeps two writers from a deadlock. */
const addUsage = (table: string, keys: string, used: string): string => `
  INSERT INTO ${table} AS sums (${keys}, agency_id, ${columns})
  SELECT ${keys}, agency_id, sum(calls), sum(booked), sum(seconds), sum(minutes), sum(texts),
    sum(cost_cents), sum(revenue_cents), sum(priced_revenue_cents)
  FROM (
    SELECT used.tenant_id, (used.occurred_at AT TIME ZONE 'UTC')::date AS day, used.kind,
      coalesce(used.provider, 'unknown') AS provider, used.direction, used.agency_id,
      CASE used.kind WHEN 'voice' THEN 1 ELSE 0 END AS calls,
      CASE WHEN call_logs.appointment_booked THEN 1 ELSE 0 END AS booked,
      coalesce(call_logs.duration_seconds, 0) AS seconds,
      CASE used.kind WHEN 'voice' THEN used.quantity ELSE 0 END AS minutes,
      CASE used.kind WHEN 'text' THEN used.quantity ELSE 0 END AS texts,
      coalesce(used.cost_cents, 0) AS cost_cents, used.revenue_cents,
      CASE WHEN used.cost_cents IS NULL THEN 0 ELSE used.revenue_cents END AS priced_revenue_cents
    FROM ${used} AS used LEFT JOIN call_logs ON call_logs.tenant_id = used.tenant_id AND call_logs.id = used.call_id
  ) AS figures
  GROUP BY ${keys}, agency_id ORDER BY ${keys}
  ON CONFLICT (${keys}) DO UPDATE SET ${addTo('sums')};`;

const TOTAL_KEYS = 'tenant_id, kind, provider, direction';
const DAILY_KEYS = 'tenant_id, day, kind, provider, direction';

/** Usage by provider and direction, of all time and of each day. Usage records are added and never changed. */
async function addUpUsage(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    CREATE TABLE usage_totals (
      tenant_id uuid NOT NULL REFERENCES tenants (id), kind text NOT NULL, provider text NOT NULL,
      direction text NOT NULL, agency_id uuid, ${definitions}, PRIMARY KEY (${TOTAL_KEYS})
    );
    CREATE INDEX usage_totals_agency ON usage_totals (agency_id) WHERE agency_id IS NOT NULL;
    CREATE TABLE usage_by_day (
      tenant_id uuid NOT NULL REFERENCES tenants (id), day date NOT NULL, kind text NOT NULL, provider text NOT NULL,
      direction text NOT NULL, agency_id uuid, ${definitions}, PRIMARY KEY (${DAILY_KEYS})
    );
    CREATE INDEX usage_by_day_agency ON usage_by_day (agency_id, day) WHERE agency_id IS NOT NULL;
    COMMENT ON COLUMN usage_totals.priced_revenue_cents IS 'Revenue of what has a known cost, so that margins compare like with like';
    COMMENT ON COLUMN usage_by_day.day IS 'In UTC';

    CREATE FUNCTION usage_records_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      ${addUsage('usage_totals', TOTAL_KEYS, 'added')}
      ${addUsage('usage_by_day', DAILY_KEYS, 'added')}
      RETURN NULL;
    END $$;
    ${addUsage('usage_totals', TOTAL_KEYS, 'usage_records')}
    ${addUsage('usage_by_day', DAILY_KEYS, 'usage_records')}
    CREATE TRIGGER usage_records_add_up AFTER INSERT ON usage_records
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION usage_records_add_up();

    -- Whether a call led to an appointment can become known after its usage was written.
    CREATE FUNCTION call_logs_count_booking() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      change integer := CASE WHEN NEW.appointment_booked THEN 1 ELSE -1 END;
      used usage_records;
    BEGIN
      IF coalesce(NEW.appointment_booked, false) = coalesce(OLD.appointment_booked, false) THEN RETURN NULL; END IF;
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
    CREATE TRIGGER call_logs_count_booking AFTER UPDATE OF appointment_booked ON call_logs
      FOR EACH ROW WHEN (NEW.appointment_booked IS DISTINCT FROM OLD.appointment_booked)
      EXECUTE FUNCTION call_logs_count_booking();
  `,
    )
    .execute(db);
}
