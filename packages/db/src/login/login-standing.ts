import { sql, type Kysely } from 'kysely';
import { PRODUCT_ROLES } from '../row-level-security.ts';

/** What keeps an account of the database from being the product's login. */
export interface LoginStanding {
  name: string;
  /** Its rights go beyond what is granted and revoked: it is somebody else's account, and no migration changes it. */
  isTaken: boolean;
  /** In words that follow "which"; none for a login that owns nothing and may do nothing but take the product's roles. */
  problems: string[];
}

interface Row {
  name: string;
  isSuperuser: boolean;
  bypasses: boolean;
  createsRoles: boolean;
  createsDatabases: boolean;
  replicates: boolean;
  owned: number;
  granted: number;
  others: string[];
  inherited: string[];
  missing: string[];
  createsTables: boolean;
}

function toStanding(row: Row): LoginStanding {
  const { name, owned, others, inherited, missing } = row;
  // Of whoever may do everything nothing else is worth telling.
  if (row.isSuperuser) return { name, isTaken: true, problems: ['is a superuser'] };
  const isTaken = owned > 0;
  const problems = [
    isTaken && `owns ${owned} ${owned === 1 ? 'table or other object' : 'tables and other objects'}`,
    row.bypasses && 'bypasses row-level security',
    row.createsRoles && 'can create roles',
    row.createsDatabases && 'can create databases',
    row.replicates && 'can replicate the whole server',
    others.length > 0 && `is a member of ${others.join(', ')}`,
    inherited.length > 0 && `has the privileges of ${inherited.join(' and ')} without taking the role`,
    row.granted > 0 && 'has privileges of its own',
    !isTaken && row.createsTables && 'can create tables in the schema public',
    !isTaken && missing.length > 0 && `can’t use the roles ${missing.join(' and ')}`,
  ];
  return { name, isTaken, problems: problems.filter((problem) => problem !== false) };
}

/** Looks an account up; null when there is none of the name. Any account may look. */
export async function findLoginStanding<DB>(db: Kysely<DB>, name: string): Promise<LoginStanding | null> {
  // Large objects and default privileges are anybody's to make, and give no right to anything else: whoever got to run one
  // statement as the login would keep the product from starting with them.
  const ofRole = sql`refclassid = 'pg_authid'::regclass AND refobjid = role.oid
    AND classid NOT IN ('pg_largeobject'::regclass, 'pg_default_acl'::regclass)`;
  const roles = sql`ARRAY[${sql.join([...PRODUCT_ROLES])}]::text[]`;
  const { rows } = await sql<Row>`
    SELECT rolname AS name, rolsuper AS "isSuperuser", rolbypassrls AS bypasses, rolcreaterole AS "createsRoles",
      rolcreatedb AS "createsDatabases", rolreplication AS replicates,
      (SELECT count(*)::int FROM pg_shdepend WHERE ${ofRole} AND deptype = 'o') AS owned,
      -- To be let into a database is none that matters.
      (SELECT count(*)::int FROM pg_shdepend
        WHERE ${ofRole} AND deptype = 'a' AND classid <> 'pg_database'::regclass) AS granted,
      ARRAY(SELECT DISTINCT granted.rolname::text FROM pg_auth_members JOIN pg_roles AS granted ON granted.oid = roleid
        WHERE member = role.oid AND granted.rolname <> ALL (${roles})) AS others,
      -- Whether rights are inherited is said of each membership since PostgreSQL 16, before of the member.
      ARRAY(SELECT DISTINCT granted.rolname::text FROM pg_auth_members AS link JOIN pg_roles AS granted ON granted.oid = roleid
        WHERE member = role.oid AND granted.rolname = ANY (${roles})
          AND (admin_option OR coalesce((to_jsonb(link) ->> 'inherit_option')::boolean, role.rolinherit))) AS inherited,
      ARRAY(SELECT wanted FROM unnest(${roles}) AS wanted WHERE NOT EXISTS (
        SELECT FROM pg_auth_members AS link JOIN pg_roles AS granted ON granted.oid = roleid
        WHERE member = role.oid AND granted.rolname = wanted
          AND coalesce((to_jsonb(link) ->> 'set_option')::boolean, true))) AS missing,
      has_schema_privilege(role.oid, 'public', 'CREATE') AS "createsTables"
    FROM pg_roles AS role WHERE rolname = ${name}
  `.execute(db);
  return rows[0] ? toStanding(rows[0]) : null;
}
