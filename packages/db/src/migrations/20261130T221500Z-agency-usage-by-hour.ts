import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * What an agency's trend shows, by hours of UTC: the days of most time zones are sums of them, and a day has fewer hours
 * than quarter hours. A trigger of the quarter hours keeps it. The rows have the same keys, so that whoever adds to them
 * waits for nobody else than before.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(KEEP_HOURS).execute(trx));
  await addUpEarlierHours(db);
}

const KEYS = ['tenant_id', 'began_at', 'kind', 'provider', 'direction'];
const FIGURES = ['calls', 'minutes', 'cost_cents', 'revenue_cents', 'priced_revenue_cents'];

const list = (names: readonly string[], write: (name: string) => string): string => names.map(write).join(', ');
const ofHour = (name: string): string =>
  name === 'began_at' ? `date_trunc('hour', used.began_at, 'UTC')` : `used.${name}`;

const KEEP_HOURS = `
  CREATE TABLE IF NOT EXISTS agency_usage_by_hour (
    tenant_id uuid NOT NULL REFERENCES tenants (id), began_at timestamptz NOT NULL, kind text NOT NULL,
    provider text NOT NULL, direction text NOT NULL,
    ${list(FIGURES, (name) => `${name} bigint NOT NULL`)}, PRIMARY KEY (${KEYS.join(', ')})
  );
  COMMENT ON TABLE agency_usage_by_hour IS 'The rows of agency_usage_by_quarter_hour, added up by hours of UTC';

  -- As their owner: a sub-account may not write its agency's rows, but its calls count there.
  CREATE OR REPLACE FUNCTION agency_usage_by_hour_add_up() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO agency_usage_by_hour AS sums (${[...KEYS, ...FIGURES].join(', ')})
    SELECT ${list(KEYS, ofHour)}, ${list(FIGURES, (name) => `coalesce(NEW.${name}, 0) - coalesce(OLD.${name}, 0)`)}
    FROM (SELECT (coalesce(NEW, OLD)).*) AS used
    ON CONFLICT (${KEYS.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)};
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER agency_usage_by_hour_add_up AFTER INSERT OR DELETE OR UPDATE OF ${FIGURES.join(', ')}
    ON agency_usage_by_quarter_hour
    FOR EACH ROW EXECUTE FUNCTION agency_usage_by_hour_add_up();`;

/**
 * Puts the sums of each agency's hours in their place, a week at a time, for writers wait meanwhile; doing it again changes
 * nothing.
 */
export async function addUpEarlierHours(db: Kysely<never>): Promise<void> {
  const { rows: weeks } = await sql<{ tenant: string; began: Date }>`
    SELECT DISTINCT tenant_id AS tenant, date_bin('168 hours', began_at, '2000-01-01T00:00Z') AS began
    FROM agency_usage_by_quarter_hour
  `.execute(db);
  for (const { tenant, began } of weeks) {
    await inShortTransaction(db, async (trx) => {
      await sql`LOCK TABLE agency_usage_by_quarter_hour IN SHARE ROW EXCLUSIVE MODE`.execute(trx);
      await sql`
        INSERT INTO agency_usage_by_hour (${sql.raw([...KEYS, ...FIGURES].join(', '))})
        SELECT ${sql.raw(list(KEYS, ofHour))}, ${sql.raw(list(FIGURES, (name) => `sum(${name})`))}
        FROM agency_usage_by_quarter_hour AS used
        WHERE tenant_id = ${tenant}::uuid
          AND began_at >= ${began}::timestamptz AND began_at < ${began}::timestamptz + interval '168 hours'
        GROUP BY ${sql.raw(list(KEYS, ofHour))}
        ON CONFLICT (${sql.raw(KEYS.join(', '))})
          DO UPDATE SET ${sql.raw(list(FIGURES, (name) => `${name} = excluded.${name}`))}
      `.execute(trx);
    });
  }
}
