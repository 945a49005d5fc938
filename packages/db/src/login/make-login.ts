import { setTimeout as delay } from 'node:timers/promises';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import pg from 'pg';
import { withClient } from '../pool/steady-client.ts';
import { PRODUCT_ROLES } from '../row-level-security.ts';
import type { DatabaseAccess } from './database-access.ts';
import { findLoginStanding } from './login-standing.ts';
import { requireProductLogin, UnsafeLoginError } from './require-product-login.ts';
import { isOfPassword, scramVerifier } from './scram.ts';

/** The account that DATABASE_URL names cannot be made or put right by the owner of the tables. */
export class LoginNotMadeError extends Error {
  override name = 'LoginNotMadeError';
}

const CONNECT_MS = 10_000;

/**
 * Makes the account that `connectionString` logs in with, or puts its password, attributes and memberships right. It
 * looks first: what is as it should be is left alone. `db` is of the owner, who needs CREATEROLE and no more.
 * @throws UnsafeLoginError for an account that owns something or is a superuser, which is left as it is
 * @throws LoginNotMadeError with the statement that an administrator must run
 */
export async function makeLogin(db: Kysely<never>, { connectionString }: Pick<DatabaseAccess, 'connectionString'>) {
  const { user: name, password } = new pg.Client({ connectionString });
  if (!name) throw new LoginNotMadeError('DATABASE_URL contains no user. Use postgres://name:password@host/database');
  const standing = await findLoginStanding(db, name);
  if (standing?.isTaken) throw new UnsafeLoginError(standing);
  await createRole(db, name);
  for (const statement of await changesOf(db, name)) await administer(db, statement);
  for (const statement of await settingsToReset(db, name)) await administer(db, statement);
  // The product works without them, only slower.
  for (const statement of await settingsToMake(db, name)) await administer(db, statement, NOT_ALLOWED);
  await closeToEverybody(db);
  if (password && !(await isPassword(db, name, connectionString))) {
    await administer(db, sql`ALTER ROLE ${sql.id(name)} PASSWORD ${sql.lit(scramVerifier(password))}`);
  }
  await requireSameDatabase(db, connectionString);
  await requireProductLogin(connectionString);
}

/** Roles belong to the cluster: migrations of two of its databases may race here. */
async function createRole(db: Kysely<never>, name: string): Promise<void> {
  const { rows } = await sql`SELECT FROM pg_roles WHERE rolname = ${name}`.execute(db);
  if (rows.length > 0) return;
  await administer(db, sql`CREATE ROLE ${sql.id(name)} LOGIN NOINHERIT`, MADE_MEANWHILE);
}

/** `insufficient_privilege`. */
const NOT_ALLOWED = ['42501'];

/** `duplicate_object` and `unique_violation`: somebody else has just done it. */
const MADE_MEANWHILE = ['42710', '23505'];

/** What is to be altered, granted and revoked, each only where it differs: more than the owner may change is often right. */
async function changesOf(db: Kysely<never>, name: string): Promise<RawBuilder<unknown>[]> {
  const { rows } = await sql<{ attributes: string[]; granted: string[]; others: string[]; version: number }>`
    SELECT array_remove(ARRAY[
        CASE WHEN NOT rolcanlogin THEN 'LOGIN' END, CASE WHEN rolinherit THEN 'NOINHERIT' END,
        CASE WHEN rolbypassrls THEN 'NOBYPASSRLS' END, CASE WHEN rolcreaterole THEN 'NOCREATEROLE' END,
        CASE WHEN rolcreatedb THEN 'NOCREATEDB' END, CASE WHEN rolreplication THEN 'NOREPLICATION' END
      ], NULL) AS attributes,
      ARRAY(SELECT granted.rolname::text FROM pg_auth_members AS link JOIN pg_roles AS granted ON granted.oid = roleid
        WHERE member = role.oid AND NOT admin_option
          AND NOT coalesce((to_jsonb(link) ->> 'inherit_option')::boolean, role.rolinherit)
          AND coalesce((to_jsonb(link) ->> 'set_option')::boolean, true)) AS granted,
      ARRAY(SELECT DISTINCT granted.rolname::text FROM pg_auth_members JOIN pg_roles AS granted ON granted.oid = roleid
        WHERE member = role.oid) AS others,
      current_setting('server_version_num')::int AS version
    FROM pg_roles AS role WHERE rolname = ${name}
  `.execute(db);
  const [row] = rows;
  if (!row) return [];
  const login = sql.id(name);
  const options = sql.raw(row.version >= 160_000 ? ' WITH ADMIN FALSE, INHERIT FALSE, SET TRUE' : '');
  const wanted: readonly string[] = PRODUCT_ROLES;
  return [
    ...(row.attributes.length > 0 ? [sql`ALTER ROLE ${login} ${sql.raw(row.attributes.join(' '))}`] : []),
    ...row.others.filter((role) => !wanted.includes(role)).map((role) => sql`REVOKE ${sql.id(role)} FROM ${login}`),
    ...wanted
      .filter((role) => !row.granted.includes(role))
      .map((role) => sql`GRANT ${sql.id(role)} TO ${login}${options}`),
  ];
}

/** What a login may set for itself, in all its later sessions, that decides what the product's queries see and change. */
const HARMFUL_SETTINGS = [
  'default_transaction_deferrable',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'role',
  'row_security',
  'search_path',
];

async function settingsToReset(db: Kysely<never>, name: string): Promise<RawBuilder<unknown>[]> {
  const { rows } = await sql<{ setting: string; database: string | null }>`
    SELECT split_part(assignment, '=', 1) AS setting, datname AS database
    FROM pg_db_role_setting CROSS JOIN unnest(setconfig) AS assignment
      LEFT JOIN pg_database ON pg_database.oid = setdatabase
    WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = ${name})
      AND split_part(assignment, '=', 1) = ANY (${HARMFUL_SETTINGS})
  `.execute(db);
  return rows.map(({ setting, database }) => {
    const where = database === null ? sql`` : sql` IN DATABASE ${sql.id(database)}`;
    return sql`ALTER ROLE ${sql.id(name)}${where} RESET ${sql.id(setting)}`;
  });
}

/**
 * The product asks for little at a time, of many at once: starting workers, or compiling a query, takes longer than most of its
 * queries do (ten milliseconds a search of each partition).
 */
const SETTINGS = { jit: 'off', max_parallel_workers_per_gather: '0' } as const;

/** What an administrator has set stays. */
async function settingsToMake(db: Kysely<never>, name: string): Promise<RawBuilder<unknown>[]> {
  const { rows } = await sql<{ setting: string }>`
    SELECT split_part(assignment, '=', 1) AS setting FROM pg_db_role_setting CROSS JOIN unnest(setconfig) AS assignment
    WHERE setrole = (SELECT oid FROM pg_roles WHERE rolname = ${name})
  `.execute(db);
  const made = new Set(rows.map(({ setting }) => setting));
  return Object.entries(SETTINGS)
    .filter(([setting]) => !made.has(setting))
    .map(([setting, value]) => sql`ALTER ROLE ${sql.id(name)} SET ${sql.id(setting)} = ${sql.lit(value)}`);
}

const LARGE_OBJECT_MAKERS = ['lo_creat', 'lo_create', 'lo_from_bytea'];

/**
 * What everybody may do by default in a database: make tables, lasting ones (before PostgreSQL 15) and temporary ones, and
 * large objects, which only a superuser can forbid.
 */
async function closeToEverybody(db: Kysely<never>): Promise<void> {
  const { rows } = await sql<{
    database: string;
    temporary: boolean;
    tables: boolean;
    isOwn: boolean;
    makers: string[];
  }>`
    SELECT datname AS database, has_database_privilege('public', oid, 'TEMPORARY') AS temporary,
      has_schema_privilege('public', 'public', 'CREATE') AS tables,
      pg_has_role(current_user, datdba, 'USAGE') AS "isOwn",
      ARRAY(SELECT oid::regprocedure::text FROM pg_proc WHERE proname = ANY (${LARGE_OBJECT_MAKERS})
        AND pronamespace = 'pg_catalog'::regnamespace AND pg_has_role(current_user, proowner, 'USAGE')
        AND has_function_privilege('public', oid, 'EXECUTE')) AS makers
    FROM pg_database WHERE datname = current_database()
  `.execute(db);
  const [row] = rows;
  if (row?.tables) await administer(db, sql`REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
  if (row?.temporary && row.isOwn) {
    await administer(db, sql`REVOKE TEMPORARY ON DATABASE ${sql.id(row.database)} FROM PUBLIC`);
  }
  for (const maker of row?.makers ?? []) {
    await administer(db, sql`REVOKE EXECUTE ON FUNCTION ${sql.raw(maker)} FROM PUBLIC`);
  }
}

/** By what the server stores, where the owner may read that; else by logging in. */
async function isPassword(db: Kysely<never>, name: string, connectionString: string): Promise<boolean> {
  const { password } = new pg.Client({ connectionString });
  const { rows } = await sql<{ readable: boolean }>`
    SELECT has_table_privilege('pg_authid', 'SELECT') AS readable`.execute(db);
  if (rows[0]?.readable) {
    const stored = await sql<{ verifier: string | null }>`
      SELECT rolpassword AS verifier FROM pg_authid WHERE rolname = ${name}`.execute(db);
    return isOfPassword(stored.rows[0]?.verifier ?? null, password ?? '');
  }
  try {
    await withClient({ connectionString, connectionTimeoutMillis: CONNECT_MS }, (client) => client.query('SELECT'));
    return true;
  } catch (error) {
    if (isOfCode(error, ['28P01', '28000'])) return false;
    throw error;
  }
}

/** @throws LoginNotMadeError when the two addresses lead to different databases */
async function requireSameDatabase(db: Kysely<never>, connectionString: string): Promise<void> {
  const WHICH = `SELECT current_database() || ' ' || pg_postmaster_start_time() AS which`;
  const mine = await sql.raw<{ which: string }>(WHICH).execute(db);
  const config = { connectionString, connectionTimeoutMillis: CONNECT_MS };
  const theirs = await withClient(config, (client) => client.query<{ which: string }>(WHICH));
  if (mine.rows[0]?.which === theirs.rows[0]?.which) return;
  throw new LoginNotMadeError(
    'DATABASE_URL and DATABASE_OWNER_URL must point to the same database, with different users',
  );
}

const isOfCode = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof pg.DatabaseError && codes.includes(error.code ?? '');

const MOST_TRIES = 20;
const PAUSE_MS = 25;

/** Does what an administrator of the server does. Rows of roles are nobody's to lock: whoever comes second is refused. */
async function administer(db: Kysely<never>, statement: RawBuilder<unknown>, done: readonly string[] = []) {
  for (let tries = 1; ; tries += 1) {
    try {
      await statement.execute(db);
      return;
    } catch (error) {
      if (isOfCode(error, done)) return;
      if (isOfCode(error, NOT_ALLOWED)) throw notAllowed(db, statement, error);
      const isRaced = error instanceof Error && /tuple concurrently (updated|deleted)/.test(error.message);
      if (!isRaced || tries === MOST_TRIES) throw error;
    }
    await delay(PAUSE_MS * (0.5 + Math.random()));
  }
}

function notAllowed(db: Kysely<never>, statement: RawBuilder<unknown>, cause: unknown): LoginNotMadeError {
  const text = statement.compile(db).sql.replace(/PASSWORD '.*'$/, "PASSWORD '…'");
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LoginNotMadeError(
    `The user in DATABASE_OWNER_URL is not allowed to fix the one in DATABASE_URL (${reason}). Ask a server ` +
      `administrator to run: ${text}`,
    { cause },
  );
}
