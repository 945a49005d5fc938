import { sql, type Kysely } from 'kysely';

/**
 * Figures of calls, so that no page counts the calls themselves. `call_figures` adds up the calls that are over by quarter
 * hours, days and months of UTC and by all that figures are shown by; `call_trend` by quarter hours alone, of which the
 * days of any time zone are sums. Both take in what triggers write into `call_figure_changes`: an insert a change, so that
 * writers of calls wait for no common row. Readers add what is not taken in yet, and the calls that are not over.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    CREATE TABLE call_figures (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      span text NOT NULL CHECK (span IN ('quarter', 'day', 'month')),
      began_at timestamptz NOT NULL,
      ${DIMENSIONS.map(([name, type]) => `${name} ${type} NOT NULL,`).join('\n')}
      ${FIGURES.map((name) => `${name} bigint NOT NULL,`).join('\n')}
      PRIMARY KEY (tenant_id, span, began_at, ${names(DIMENSIONS)})
    );
    COMMENT ON COLUMN call_figures.span IS 'How long the time is that is added up, in UTC: a quarter of an hour, a day, a month';
    COMMENT ON COLUMN call_figures.agent_id IS 'All zeros: the calls of no agent';
    COMMENT ON COLUMN call_figures.booked IS 'Conversations that led to an appointment';

    CREATE TABLE call_trend (
      tenant_id uuid NOT NULL REFERENCES tenants (id),
      agent_id uuid NOT NULL,
      began_at timestamptz NOT NULL,
      conversations bigint NOT NULL,
      ${FIGURES.map((name) => `${name} bigint NOT NULL,`).join('\n')}
      PRIMARY KEY (tenant_id, agent_id, began_at)
    );
    COMMENT ON COLUMN call_trend.agent_id IS 'All zeros: all calls, with and without an agent';

    CREATE TABLE call_figure_changes (
      tenant_id uuid NOT NULL,
      id bigint GENERATED ALWAYS AS IDENTITY,
      call_id uuid NOT NULL,
      began_at timestamptz NOT NULL,
      ${DIMENSIONS.map(([name, type]) => `${name} ${type} NOT NULL,`).join('\n')}
      ${FIGURES.map((name) => `${name} integer NOT NULL,`).join('\n')}
      PRIMARY KEY (tenant_id, id)
    );
    COMMENT ON TABLE call_figure_changes IS 'What calls that are over add to the figures, or take from them, until it is taken in';

    CREATE TABLE call_figures_progress (reached_tenant uuid NOT NULL, reached_call uuid NOT NULL);
    COMMENT ON TABLE call_figures_progress IS
      'One row: up to which call those are counted that were there before the figures; changes of later ones wait';
    INSERT INTO call_figures_progress VALUES ('${NIL}', '${NIL}');

    -- As their owner: processes of the version before, which the tables are not granted to yet, end calls meanwhile.
    CREATE FUNCTION call_logs_add_up() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP <> 'INSERT' AND OLD.ended_at IS NOT NULL THEN ${noteChange('OLD', '-1')} END IF;
      IF TG_OP <> 'DELETE' AND NEW.ended_at IS NOT NULL THEN ${noteChange('NEW', '1')} END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER call_logs_entered AFTER INSERT ON call_logs
      FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION call_logs_add_up();
    CREATE TRIGGER call_logs_removed AFTER DELETE ON call_logs
      FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION call_logs_add_up();
    CREATE TRIGGER call_logs_counted AFTER UPDATE OF ended_at, ${COUNTED} ON call_logs
      FOR EACH ROW WHEN ((OLD.ended_at IS NULL, ${ofRow('OLD')}) IS DISTINCT FROM (NEW.ended_at IS NULL, ${ofRow('NEW')})
        AND (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NOT NULL))
      EXECUTE FUNCTION call_logs_add_up();

    CREATE FUNCTION fold_call_figures(most integer) RETURNS integer LANGUAGE plpgsql AS $$
    DECLARE
      folded integer;
    BEGIN
      WITH taken AS (
        DELETE FROM call_figure_changes AS change
        USING (
          SELECT tenant_id, id FROM call_figure_changes
          WHERE (tenant_id, call_id) <= (SELECT reached_tenant, reached_call FROM call_figures_progress)
          LIMIT most FOR UPDATE SKIP LOCKED
        ) AS due
        WHERE change.tenant_id = due.tenant_id AND change.id = due.id
        RETURNING change.*
      ), figures AS (
        INSERT INTO call_figures AS sums (tenant_id, span, began_at, ${names(DIMENSIONS)}, ${FIGURES.join(', ')})
        SELECT tenant_id, span, date_trunc(unit, began_at, 'UTC') AS began_at, ${names(DIMENSIONS)}, ${sums(FIGURES)}
        FROM taken CROSS JOIN (VALUES ('quarter', 'minute'), ('day', 'day'), ('month', 'month')) AS spans (span, unit)
        GROUP BY 1, 2, 3, ${names(DIMENSIONS)} ORDER BY 1, 2, 3, ${names(DIMENSIONS)}
        ON CONFLICT (tenant_id, span, began_at, ${names(DIMENSIONS)}) DO UPDATE SET ${added(FIGURES)}
      ), trend AS (
        INSERT INTO call_trend AS sums (tenant_id, agent_id, began_at, conversations, ${FIGURES.join(', ')})
        SELECT tenant_id, whose.agent_id, began_at,
          sum(CASE WHEN is_conversation(status, direction) THEN calls ELSE 0 END), ${sums(FIGURES)}
        FROM taken
          CROSS JOIN LATERAL (SELECT '${NIL}'::uuid AS agent_id UNION SELECT taken.agent_id) AS whose
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (tenant_id, agent_id, began_at) DO UPDATE SET ${added(['conversations', ...FIGURES])}
      )
      SELECT count(*) INTO folded FROM taken;
      RETURN folded;
    END $$;
    COMMENT ON FUNCTION fold_call_figures IS
      'Takes at most so many changes into the figures; several may do it at once. Returns how many it took';

    -- The connection's time zone may have days of 23 and 25 hours.
    CREATE FUNCTION figure_spans(since timestamptz, before timestamptz)
      RETURNS TABLE (span text, began timestamptz, until timestamptz) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 5 AS $$
    DECLARE
      first_day timestamptz := date_trunc('day', since + interval '24 hours' - interval '1 microsecond', 'UTC');
      last_day timestamptz := date_trunc('day', before, 'UTC');
      first_month timestamptz := date_trunc('month', since, 'UTC');
      last_month timestamptz := date_trunc('month', before, 'UTC');
    BEGIN
      IF first_day >= last_day THEN
        RETURN QUERY VALUES ('quarter', since, before);
        RETURN;
      END IF;
      IF first_month < since THEN first_month := date_trunc('month', first_month + interval '960 hours', 'UTC'); END IF;
      RETURN QUERY VALUES ('quarter', since, first_day), ('quarter', last_day, before);
      IF first_month < last_month THEN
        RETURN QUERY VALUES ('day', first_day, first_month), ('month', first_month, last_month), ('day', last_month, last_day);
      ELSE
        RETURN QUERY VALUES ('day', first_day, last_day);
      END IF;
    END $$;
    COMMENT ON FUNCTION figure_spans IS 'The fewest spans of figures that a time consists of, which begins and ends with a quarter hour';
  `,
    )
    .execute(db);
}

const NIL = '00000000-0000-0000-0000-000000000000';

/** What figures are shown by. */
export const DIMENSIONS = [
  ['agent_id', 'uuid'],
  ['status', 'text'],
  ['direction', 'text'],
  ['provider', 'text'],
] as const;
export const FIGURES = ['calls', 'minutes', 'cost_cents', 'booked'];

/** The columns of a call that decide what it adds. */
const COUNTED_COLUMNS = [
  'started_at',
  'agent_id',
  'status',
  'direction',
  'voice_provider',
  'billable_minutes',
  'cost_cents',
  'appointment_booked',
];
const COUNTED = COUNTED_COLUMNS.join(', ');

export function names(columns: readonly (readonly [string, string])[]): string {
  return columns.map(([name]) => name).join(', ');
}
function ofRow(row: string): string {
  return COUNTED_COLUMNS.map((name) => `${row}.${name}`).join(', ');
}
function sums(figures: readonly string[]): string {
  return figures.map((name) => `sum(${name})`).join(', ');
}
function added(figures: readonly string[]): string {
  return figures.map((name) => `${name} = sums.${name} + excluded.${name}`).join(', ');
}

/** What a call adds: when it began, dimensions, figures. */
export function figuresOf(call: string, sign: string): string {
  return `quarter_hour(${call}.started_at), coalesce(${call}.agent_id, '${NIL}'), ${call}.status, ${call}.direction,
    coalesce(${call}.voice_provider, 'unknown'), ${sign}, ${sign} * coalesce(${call}.billable_minutes, 0),
    ${sign} * coalesce(${call}.cost_cents, 0),
    ${sign} * coalesce(is_conversation(${call}.status, ${call}.direction) AND ${call}.appointment_booked, false)::integer`;
}

function noteChange(call: string, sign: string): string {
  return `
    INSERT INTO call_figure_changes (tenant_id, call_id, began_at, ${names(DIMENSIONS)}, ${FIGURES.join(', ')})
    VALUES (${call}.tenant_id, ${call}.id, ${figuresOf(call, sign)});`;
}
