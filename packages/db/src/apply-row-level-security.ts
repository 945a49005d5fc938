import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from './migration.ts';
import {
  accessTo,
  PRODUCT_ROLES,
  SYSTEM_ROLE,
  TENANT_ROLE,
  TENANT_SETTING,
  type Access,
} from './row-level-security.ts';

/**
 * Brings roles, grants and policies of every table up to date, after each migration. It looks first: only what differs
 * is changed, for that takes a lock on its table.
 * @returns the tables that were changed
 */
export async function applyRowLevelSecurity(db: Kysely<never>): Promise<string[]> {
  const changed: string[] = [];
  for (const { name, isProtected, policies, privileges, columns } of await readTables(db)) {
    const access = accessTo(name);
    const wanted = access.flatMap((one) => grantsOf(one, columns).map(({ words }) => words));
    if (isProtected && isSame(policies, wantedPolicies(access)) && isSame(privileges, wanted)) continue;
    await inShortTransaction(db, (trx) => protectTable(trx, name));
    changed.push(name);
  }
  return changed;
}

/** Gives a table its policies and grants, in the place of those that it has. */
export async function protectTable(trx: Kysely<never>, name: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT quote_ident(polname) AS name FROM pg_policy WHERE polrelid = ${`public.${name}`}::regclass
  `.execute(trx);
  const columns = await sql<{ name: string }>`
    SELECT attname AS name FROM pg_attribute
    WHERE attrelid = ${`public.${name}`}::regclass AND attnum > 0 AND NOT attisdropped
  `.execute(trx);
  const columnNames = columns.rows.map((column) => column.name);
  const statements = [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
    ...rows.map((policy) => `DROP POLICY ${policy.name} ON ${name}`),
    ...accessTo(name).flatMap((access) => {
      const { role, policy } = access;
      return [
        `REVOKE ALL ON ${name} FROM ${role}`,
        ...grantsOf(access, columnNames).map(({ what }) => `GRANT ${what} ON ${name} TO ${role}`),
        ...(policy === null
          ? []
          : [`CREATE POLICY ${policy.name} ON ${name} TO ${role} USING (${policy.rows}) WITH CHECK (${policy.rows})`]),
      ];
    }),
  ];
  await sql.raw(statements.join(';\n')).execute(trx);
}

const createRole = (role: string): string => `
  -- Two migrations of one cluster may race here: roles belong to the cluster, not to the database.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
    BEGIN CREATE ROLE ${role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END IF;
  IF NOT has_schema_privilege('${role}', 'public', 'USAGE') THEN GRANT USAGE ON SCHEMA public TO ${role}; END IF;`;

/** Migrations refer to them, so they come first. */
export async function createRoles(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    DO $do$ BEGIN
      ${PRODUCT_ROLES.map(createRole).join('')}
      IF to_regprocedure('app_tenant_id()') IS NULL THEN
        CREATE FUNCTION app_tenant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
          AS $$ SELECT nullif(current_setting('${TENANT_SETTING}', true), '')::uuid $$;
      END IF;
    END $do$;`,
    )
    .execute(db);
}

interface TableSecurity {
  name: string;
  isProtected: boolean;
  /** Name, role, kind and rows of each. */
  policies: string[];
  /** Role and privilege of each, and the column where it does not extend to all of them. */
  privileges: string[];
  columns: string[];
}

/** How the tables stand. Partitions are reached through their table alone, whose policies and grants count then. */
async function readTables(db: Kysely<never>): Promise<TableSecurity[]> {
  const { rows } = await sql<TableSecurity>`
    SELECT relname AS name, relrowsecurity AS "isProtected",
      ARRAY(
        SELECT concat_ws(' ', polname, pg_get_userbyid(polroles[1]), array_length(polroles, 1), polcmd, polpermissive,
          pg_get_expr(polqual, polrelid), '|', pg_get_expr(polwithcheck, polrelid))
        FROM pg_policy WHERE polrelid = tables.oid
      ) AS policies,
      ARRAY(
        SELECT concat_ws(' ', rolname, privilege_type) FROM aclexplode(relacl) JOIN pg_roles ON pg_roles.oid = grantee
        WHERE rolname IN (${TENANT_ROLE}, ${SYSTEM_ROLE})
        UNION ALL
        SELECT concat_ws(' ', rolname, privilege_type, attname)
        FROM pg_attribute CROSS JOIN aclexplode(attacl) JOIN pg_roles ON pg_roles.oid = grantee
        WHERE attrelid = tables.oid AND NOT attisdropped AND rolname IN (${TENANT_ROLE}, ${SYSTEM_ROLE})
      ) AS privileges,
      ARRAY(
        SELECT attname::text FROM pg_attribute WHERE attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
      ) AS columns
    FROM pg_class AS tables
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND relname NOT LIKE 'kysely_%'
    ORDER BY relname
  `.execute(db);
  return rows;
}

const wantedPolicies = (access: readonly Access[]): string[] =>
  access.flatMap(({ role, policy }) =>
    policy === null ? [] : [`${policy.name} ${role} 1 * t ${policy.rows} | ${policy.rows}`],
  );

/** What a role is granted, as `GRANT` takes it and in the words of `readTables`: column by column where some are withheld. */
function grantsOf(
  { role, privileges, withheld }: Access,
  columns: readonly string[],
): { what: string; words: string }[] {
  return privileges.flatMap((privilege) => {
    const without = withheld[privilege];
    if (without === undefined) return [{ what: privilege, words: `${role} ${privilege}` }];
    return columns
      .filter((column) => !without.includes(column))
      .map((column) => ({ what: `${privilege} (${column})`, words: `${role} ${privilege} ${column}` }));
  });
}

/** Postgres writes an expression with other parentheses and spaces than we do, and names the column of a sub-select. */
const normalized = (text: string): string => text.replaceAll(/ AS app_tenant_id|[\s()]/g, '');

const isSame = (actual: readonly string[], wanted: readonly string[]): boolean =>
  actual.map(normalized).toSorted().join('\n') === wanted.map(normalized).toSorted().join('\n');
