import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * The trend of calls by hours of UTC: the days of most time zones are sums of them, and a year of an account with calls in
 * every quarter hour is a fourth of the rows to read. A trigger of the quarter hours keeps it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(KEEP_HOURS).execute(trx));
  await addUpEarlierHours(db);
}

const KEYS = ['tenant_id', 'agent_id', 'began_at'];
const FIGURES = ['calls', 'minutes', 'cost_cents', 'conversations', 'booked'];

const list = (names: readonly string[], write: (name: string) => string): string => names.map(write).join(', ');
const ofHour = (name: string): string =>
  name === 'began_at' ? `date_trunc('hour', quarter.began_at, 'UTC')` : `quarter.${name}`;

const KEEP_HOURS = `
  CREATE TABLE IF NOT EXISTS call_trend_by_hour (
    tenant_id uuid NOT NULL REFERENCES tenants (id), agent_id uuid NOT NULL, began_at timestamptz NOT NULL,
    ${list(FIGURES, (name) => `${name} bigint NOT NULL`)}, PRIMARY KEY (${KEYS.join(', ')})
  );
  COMMENT ON TABLE call_trend_by_hour IS 'The rows of call_trend, added up by hours of UTC';
  COMMENT ON COLUMN call_trend_by_hour.agent_id IS 'All zeros: all calls, with and without an agent';

  -- As their owner: a worker of the version before, which the table is not granted to yet, takes in changes meanwhile.
  CREATE OR REPLACE FUNCTION call_trend_by_hour_add_up() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO call_trend_by_hour AS sums (${[...KEYS, ...FIGURES].join(', ')})
    SELECT ${list(KEYS, ofHour)}, ${list(FIGURES, (name) => `coalesce(NEW.${name}, 0) - coalesce(OLD.${name}, 0)`)}
    FROM (SELECT (coalesce(NEW, OLD)).*) AS quarter
    ON CONFLICT (${KEYS.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)};
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER call_trend_by_hour_add_up AFTER INSERT OR DELETE OR UPDATE OF ${FIGURES.join(', ')}
    ON call_trend
    FOR EACH ROW EXECUTE FUNCTION call_trend_by_hour_add_up();`;

/**
 * Puts the sums of each account's hours in their place, a month at a time, for workers that take in changes wait meanwhile;
 * doing it again changes nothing.
 */
export async function addUpEarlierHours(db: Kysely<never>): Promise<void> {
  const { rows: months } = await sql<{ tenant: string; began: Date }>`
    SELECT DISTINCT tenant_id AS tenant, date_trunc('month', began_at, 'UTC') AS began FROM call_trend
  `.execute(db);
  for (const { tenant, began } of months) {
    await inShortTransaction(db, async (trx) => {
      await sql`LOCK TABLE call_trend IN SHARE ROW EXCLUSIVE MODE`.execute(trx);
      await sql`
        INSERT INTO call_trend_by_hour (${sql.raw([...KEYS, ...FIGURES].join(', '))})
        SELECT ${sql.raw(list(KEYS, ofHour))}, ${sql.raw(list(FIGURES, (name) => `sum(${name})`))}
        FROM call_trend AS quarter
        WHERE tenant_id = ${tenant}::uuid AND began_at >= ${began}::timestamptz
          AND began_at < (${began}::timestamptz AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'
        GROUP BY ${sql.raw(list(KEYS, ofHour))}
        ON CONFLICT (${sql.raw(KEYS.join(', '))})
          DO UPDATE SET ${sql.raw(list(FIGURES, (name) => `${name} = excluded.${name}`))}
      `.execute(trx);
    });
  }
}
