import { sql, type Kysely } from 'kysely';

/**
 * What waits to be folded is now nothing and then very much: a plan that a connection made for nothing compares each change
 * with each other one, and locks all of them each time.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw('ALTER FUNCTION fold_call_figures(integer) SET plan_cache_mode = force_custom_plan').execute(db);
}
