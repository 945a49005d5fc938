import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from './migration.ts';
import { SYSTEM_ROLE, TENANT_ROLE } from './row-level-security.ts';

/** What acts as the owner of the tables and is no tenant's: it changes partitions, and tells of the rows of all tenants. */
const SYSTEM_FUNCTIONS = new Set(['missing_months', 'make_partition', 'analyze_partitions', 'drop_month_of_events']);

/** Called by other functions alone, which act as their owner. */
const INNER_FUNCTIONS = new Set([
  'search_partition_of_calls',
  'search_rare_text',
  'call_partitions_of',
  'look_through_calls',
  'search_call_texts',
  'search_call_words',
  'search_words_of_partition',
  'search_words_of_accounts',
]);

/**
 * Takes from everybody the right to call our functions, which every new function gives, and gives it to the product's
 * roles. Some functions act as their owner: the product's login, which has taken no role, is to get nothing from them.
 * What is as it should be is only read. The list of migrations is the system's to read, too.
 */
export async function applyFunctionRights(db: Kysely<never>): Promise<void> {
  const { rows } = await sql<{ signature: string; name: string; callers: string[] }>`
    SELECT oid::regprocedure::text AS signature, proname AS name,
      ARRAY(SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee)::text END
        FROM aclexplode(coalesce(proacl, acldefault('f', proowner)))
        WHERE privilege_type = 'EXECUTE' AND grantee <> proowner) AS callers
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND pg_has_role(current_user, proowner, 'USAGE')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
    ORDER BY 1
  `.execute(db);
  for (const { signature, name, callers } of rows) {
    const wanted = callersOf(name);
    if (callers.toSorted().join() === wanted.toSorted().join()) continue;
    const surplus = callers.filter((caller) => !wanted.includes(caller));
    await inShortTransaction(db, async (trx) => {
      if (surplus.length > 0)
        await sql.raw(`REVOKE EXECUTE ON FUNCTION ${signature} FROM ${surplus.join()}`).execute(trx);
      if (wanted.length > 0) await sql.raw(`GRANT EXECUTE ON FUNCTION ${signature} TO ${wanted.join()}`).execute(trx);
    });
  }
  const { rows: lists } = await sql<{ readable: boolean }>`
    SELECT has_table_privilege(${SYSTEM_ROLE}, 'kysely_migration', 'SELECT') AS readable
  `.execute(db);
  if (!lists[0]?.readable) await sql.raw(`GRANT SELECT ON kysely_migration TO ${SYSTEM_ROLE}`).execute(db);
}

function callersOf(name: string): string[] {
  if (INNER_FUNCTIONS.has(name)) return [];
  return SYSTEM_FUNCTIONS.has(name) ? [SYSTEM_ROLE] : [SYSTEM_ROLE, TENANT_ROLE];
}
