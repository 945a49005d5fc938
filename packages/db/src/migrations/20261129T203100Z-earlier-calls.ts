import { sql, type Kysely } from 'kysely';
import { DIMENSIONS, FIGURES, figuresOf, names } from './20261129T203000Z-call-figures.ts';

export const isOnline = true;

/** Counts the calls that were there before figures were kept. */
export async function up(db: Kysely<never>): Promise<void> {
  while (await countEarlierCalls(db, CALLS_AT_ONCE)) await sql`SELECT fold_call_figures(${CALLS_AT_ONCE})`.execute(db);
}

/** It takes a fraction of a second. */
const CALLS_AT_ONCE = 20_000;

/**
 * Counts calls that were there before the figures, so many at a time, in a short transaction. A call that was changed since
 * figures are kept has had its changes noted: they are taken off what is counted now, which gives what it was.
 * @returns whether there are more
 */
export async function countEarlierCalls(db: Kysely<never>, most: number): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ tenant: string; call: string }>`
      SELECT reached_tenant AS tenant, reached_call AS call FROM call_figures_progress FOR UPDATE
    `.execute(trx);
    const from = rows[0];
    if (!from || from.tenant === LAST) return false;
    const { rows: ends } = await sql<{ tenant: string; call: string }>`
      SELECT tenant_id AS tenant, id AS call FROM call_logs WHERE (tenant_id, id) > (${from.tenant}::uuid, ${from.call}::uuid)
      ORDER BY tenant_id, id OFFSET ${most - 1}::integer LIMIT 1
    `.execute(trx);
    const to = ends[0] ?? { tenant: LAST, call: LAST };
    await sql`
      INSERT INTO call_figure_changes (tenant_id, call_id, began_at, ${sql.raw(names(DIMENSIONS))}, ${sql.raw(FIGURES.join(', '))})
      SELECT tenant_id, id, ${sql.raw(figuresOf('call_logs', '1'))} FROM call_logs
      WHERE ended_at IS NOT NULL AND (tenant_id, id) > (${from.tenant}::uuid, ${from.call}::uuid)
        AND (tenant_id, id) <= (${to.tenant}::uuid, ${to.call}::uuid)
      UNION ALL
      SELECT tenant_id, call_id, began_at, ${sql.raw(names(DIMENSIONS))}, ${sql.raw(FIGURES.map((name) => `-${name}`).join(', '))}
      FROM call_figure_changes
      WHERE (tenant_id, call_id) > (${from.tenant}::uuid, ${from.call}::uuid)
        AND (tenant_id, call_id) <= (${to.tenant}::uuid, ${to.call}::uuid)
    `.execute(trx);
    await sql`UPDATE call_figures_progress SET reached_tenant = ${to.tenant}, reached_call = ${to.call}`.execute(trx);
    return to.tenant !== LAST;
  });
}

/** Behind all ids that there can be. */
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
