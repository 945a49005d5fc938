import { sql, type Kysely, type RawBuilder } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * Usage by days of UTC beside that by quarter hours, so that what a long time comes to is the sum of few rows. Triggers of
 * the tables of quarter hours keep it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const { days, quarters, carried } of TABLES) {
    await inShortTransaction(db, (trx) => sql.raw(keepDays(days, quarters, carried)).execute(trx));
    await addUpEarlierDays(db, days, quarters, carried);
  }
}

/** `carried`: what follows from the key. */
const TABLES = [
  { days: 'usage_by_day', quarters: 'usage_by_quarter_hour', carried: ['agency_id'] },
  { days: 'agency_usage_by_day', quarters: 'agency_usage_by_quarter_hour', carried: [] },
];
const KEYS = ['tenant_id', 'began_at', 'kind', 'provider', 'direction'];
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
const ofDay = (row: string) => (name: string) =>
  name === 'began_at' ? `date_trunc('day', ${row}.began_at, 'UTC')` : `${row}.${name}`;

const keepDays = (days: string, quarters: string, carried: readonly string[]): string => `
  CREATE TABLE IF NOT EXISTS ${days} (
    tenant_id uuid NOT NULL REFERENCES tenants (id), began_at timestamptz NOT NULL, kind text NOT NULL,
    provider text NOT NULL, direction text NOT NULL, ${carried.map((name) => `${name} uuid,`).join('')}
    ${list(FIGURES, (name) => `${name} bigint NOT NULL`)}, PRIMARY KEY (${KEYS.join(', ')})
  );
  COMMENT ON TABLE ${days} IS 'The rows of ${quarters}, added up by days of UTC';

  -- As their owner: a sub-account may not write its agency's rows, but its calls count there.
  CREATE OR REPLACE FUNCTION ${days}_add_up() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO ${days} AS sums (${[...KEYS, ...carried, ...FIGURES].join(', ')})
    SELECT ${list([...KEYS, ...carried], ofDay('used'))}, ${list(FIGURES, (name) => `coalesce(NEW.${name}, 0) - coalesce(OLD.${name}, 0)`)}
    FROM (SELECT (coalesce(NEW, OLD)).*) AS used
    ON CONFLICT (${KEYS.join(', ')}) DO UPDATE SET ${list(FIGURES, (name) => `${name} = sums.${name} + excluded.${name}`)};
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER ${days}_add_up AFTER INSERT OR UPDATE OR DELETE ON ${quarters}
    FOR EACH ROW EXECUTE FUNCTION ${days}_add_up();`;

/** Rows that are added up while nobody may write: for a few hundredths of a second. */
const ROWS_AT_ONCE = 3_000;
interface Place {
  tenant: string;
  began: Date;
}
const FIRST: Place = { tenant: '00000000-0000-0000-0000-000000000000', began: new Date(0) };

/** A day is added up whole, however many rows it has. */
const behind = (place: Place, { tenant, began }: Place): Place =>
  place.tenant === tenant && place.began <= began ? { tenant, began: new Date(began.getTime() + 86_400_000) } : place;

/** Puts the sum of each day in its place, days of a tenant after the other; doing it again changes nothing. */
export async function addUpEarlierDays(
  db: Kysely<never>,
  days: string,
  quarters: string,
  carried: readonly string[],
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<void> {
  const table = sql.table(quarters);
  for (let from: Place | null = FIRST; from !== null;) {
    const key: RawBuilder<unknown> = sql`(${from.tenant}::uuid, ${from.began}::timestamptz)`;
    const { rows }: { rows: Place[] } = await sql<Place>`
      SELECT tenant_id AS tenant, date_trunc('day', began_at, 'UTC') AS began FROM ${table}
      WHERE (tenant_id, began_at) >= ${key} ORDER BY tenant_id, began_at OFFSET ${rowsAtOnce}::integer LIMIT 1
    `.execute(db);
    const until: Place | null = rows[0] ? behind(rows[0], from) : null;
    const end = until ? sql`(tenant_id, began_at) < (${until.tenant}::uuid, ${until.began}::timestamptz)` : sql`true`;
    await inShortTransaction(db, async (trx) => {
      await sql`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`.execute(trx);
      await sql`
        INSERT INTO ${sql.table(days)} (${sql.raw([...KEYS, ...carried, ...FIGURES].join(', '))})
        SELECT ${sql.raw(list([...KEYS, ...carried], ofDay('used')))}, ${sql.raw(list(FIGURES, (name) => `sum(${name})`))}
        FROM ${table} AS used WHERE (tenant_id, began_at) >= ${key} AND ${end}
        GROUP BY ${sql.raw(list([...KEYS, ...carried], ofDay('used')))}
        ON CONFLICT (${sql.raw(KEYS.join(', '))})
          DO UPDATE SET ${sql.raw(list(FIGURES, (name) => `${name} = excluded.${name}`))}
      `.execute(trx);
    });
    from = until;
  }
}
