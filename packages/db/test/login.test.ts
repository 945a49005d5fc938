import { newId } from '@leadlock/core/ids';
import { connectDatabase, type Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { LoginNotMadeError } from '@leadlock/db/login/make-login';
import { readLoginStanding, requireProductLogin, UnsafeLoginError } from '@leadlock/db/login/require-product-login';
import { isOfPassword, scramVerifier } from '@leadlock/db/login/scram';
import { migrate } from '@leadlock/db/migrate';
import { withClient } from '@leadlock/db/pool/steady-client';
import { createTestDatabase, ownerUrlOf } from '@leadlock/db/testing/test-database';
import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

let database: Database;
let access: DatabaseAccess;
let owner: Kysely<never>;
const tenant = newId();
const made: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  access = { connectionString: database.connectionString, ownerUrl: ownerUrlOf(database) };
  owner = connectAsOwner(access.ownerUrl);
  await database.system
    .insertInto('tenants')
    .values({ id: tenant, name: 'Acme', slug: 'acme', tenant_type: 'direct', plan: 'starter' })
    .execute();
});
afterEach(async () => {
  for (const name of made.splice(0)) {
    await sql`DROP OWNED BY ${sql.id(name)}`.execute(owner);
    await sql`DROP ROLE ${sql.id(name)}`.execute(owner);
  }
});
afterAll(async () => {
  await owner.destroy();
  await database.close();
});

const withAccount = (name: string, password: string): string =>
  Object.assign(new URL(access.connectionString), { username: name, password }).toString();
/** The name of an account that is gone after the test. */
function nameOf(what: string): string {
  const name = `${what}_${randomBytes(4).toString('hex')}`;
  made.push(name);
  return name;
}
const letsIn = (url: string): Promise<boolean> =>
  withClient(url, (client) => client.query('SELECT')).then(
    () => true,
    () => false,
  );

const settingOf = (url: string, setting: string) =>
  withClient(url, async (client) => (await client.query<Record<string, string>>(`SHOW ${setting}`)).rows[0]?.[setting]);

const ESCAPES = ['RESET ROLE', 'SET ROLE NONE', `SELECT set_config('role', 'none', false)`, 'DISCARD ALL'];
const READS = ['SELECT * FROM tenants', 'SELECT * FROM kysely_migration', `SELECT * FROM missing_months('events', 3)`];
const CHANGES = [
  `INSERT INTO login_attempts DEFAULT VALUES`,
  'DELETE FROM tenants',
  'CREATE TABLE mine (id integer)',
  'CREATE TEMPORARY TABLE mine (id integer)',
  'SELECT lo_create(0)',
  `SELECT lo_from_bytea(0, 'mine')`,
  'CREATE SCHEMA mine',
  'CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
  'CREATE ROLE mine',
  'ALTER TABLE tenants DISABLE ROW LEVEL SECURITY',
  'DROP POLICY tenant_rows ON agents',
  `SELECT make_partition('events', '2031-01-01')`,
];

test.each(['tenant', 'system'] as const)(
  'what leaves the role on a connection of the %s pool gets to no row and changes nothing',
  async (kind) => {
    const own = connectDatabase({ connectionString: access.connectionString, maxConnections: 1 });
    const db = kind === 'tenant' ? own.tenant(tenant) : own.system;
    for (const escape of ESCAPES) {
      for (const statement of [...READS, ...CHANGES]) {
        await db.connection().execute(async (connection) => {
          await sql.raw(escape).execute(connection);
          await expect(sql.raw(statement).execute(connection), `${escape}; ${statement}`).rejects.toThrow(
            /permission denied|must be owner|must have|not allowed/,
          );
        });
        // As the pool leaves it to the next user of the connection.
        await sql`SELECT set_config('role', ${`leadlock_${kind}`}, false)`.execute(db);
      }
    }
    const { username } = new URL(access.ownerUrl);
    for (const statement of [
      `SET ROLE ${username}`,
      `SET SESSION AUTHORIZATION ${username}`,
      'SET ROLE pg_read_all_data',
    ]) {
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/permission denied/);
    }
    await own.close();
  },
);

test('the login owns nothing, and may do nothing by itself', async () => {
  expect(await readLoginStanding(access.connectionString)).toMatchObject({ isTaken: false, problems: [] });
  const { username } = new URL(access.connectionString);
  const { rows } = await sql<Record<string, unknown>>`
    SELECT (SELECT count(*)::int FROM pg_class WHERE relowner = role.oid) AS tables,
      (SELECT count(*)::int FROM pg_proc WHERE proowner = role.oid) AS functions,
      (SELECT count(*)::int FROM pg_namespace WHERE nspowner = role.oid) AS schemas,
      (SELECT count(*)::int FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'partitions'::regnamespace)
        AND relkind IN ('r', 'p', 'v') AND has_table_privilege(role.oid, oid, 'SELECT, INSERT, UPDATE, DELETE')) AS usable,
      (SELECT count(*)::int FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
        AND has_function_privilege(role.oid, oid, 'EXECUTE')) AS callable,
      rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolinherit AS mighty
    FROM pg_roles AS role WHERE rolname = ${username}`.execute(owner);
  expect(rows).toEqual([{ tables: 0, functions: 0, schemas: 0, usable: 0, callable: 0, mighty: false }]);
});

test('migrating makes the login that is missing, sets its password, and puts right what was changed', async () => {
  const name = nameOf("o'login");
  const [first, second] = [`it's a "secret"`, 'another-one'];
  await migrate({ ...access, connectionString: withAccount(name, first) });
  expect([await letsIn(withAccount(name, first)), await letsIn(withAccount(name, second))]).toEqual([true, false]);
  await migrate({ ...access, connectionString: withAccount(name, second) });
  expect([await letsIn(withAccount(name, first)), await letsIn(withAccount(name, second))]).toEqual([false, true]);

  await sql`ALTER ROLE ${sql.id(name)} INHERIT CREATEROLE BYPASSRLS`.execute(owner);
  await sql`GRANT pg_read_all_data TO ${sql.id(name)}`.execute(owner);
  await sql`REVOKE leadlock_system FROM ${sql.id(name)}`.execute(owner);
  await expect(requireProductLogin(withAccount(name, second))).rejects.toThrow(
    /DATABASE_URL logs in as .*bypasses row-level security.*can create roles.*a member of pg_read_all_data.*can’t use the roles leadlock_system/,
  );
  await migrate({ ...access, connectionString: withAccount(name, second) });
  await requireProductLogin(withAccount(name, second));
});

test('what anybody may make does not keep the product from starting', async () => {
  const name = nameOf('login');
  const url = withAccount(name, 'secret');
  await migrate({ ...access, connectionString: url });
  await sql`GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC`.execute(owner);
  await withClient(url, async (client) => {
    await client.query('SELECT lo_create(0)');
    await client.query('ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC');
  });
  await requireProductLogin(url);
  await migrate({ ...access, connectionString: url });
  await expect(withClient(url, (client) => client.query('SELECT lo_create(0)'))).rejects.toThrow(/permission denied/);
});

test('migrating takes back what a login has set for its later sessions', async () => {
  const name = nameOf('login');
  const url = withAccount(name, 'secret');
  await migrate({ ...access, connectionString: url });
  const show = (setting: string) => settingOf(url, setting);
  const before = await show('search_path');
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ database: string }>('SELECT current_database() AS database');
    await client.query(`ALTER ROLE "${name}" SET default_transaction_read_only = on`);
    await client.query(`ALTER ROLE "${name}" IN DATABASE "${rows[0]?.database}" SET search_path = pg_temp`);
    await client.query(`ALTER ROLE "${name}" SET statement_timeout = '7s'`);
  });
  expect([await show('default_transaction_read_only'), await show('search_path')]).toEqual(['on', 'pg_temp']);
  await migrate({ ...access, connectionString: url });
  expect([await show('default_transaction_read_only'), await show('search_path')]).toEqual(['off', before]);
  // What an administrator may want of the account is not ours to take back.
  expect(await show('statement_timeout')).toBe('7s');
});

test('a login starts no workers for a query and compiles none, unless an administrator wants it', async () => {
  const name = nameOf('login');
  const url = withAccount(name, 'secret');
  const SETTINGS = ['jit', 'max_parallel_workers_per_gather'];
  const settings = () => Promise.all(SETTINGS.map((setting) => settingOf(url, setting)));
  await migrate({ ...access, connectionString: url });
  expect(await settings()).toEqual(['off', '0']);
  await sql`ALTER ROLE ${sql.id(name)} SET max_parallel_workers_per_gather = 4`.execute(owner);
  await migrate({ ...access, connectionString: url });
  expect(await settings()).toEqual(['off', '4']);
});

test('several at once make one login', async () => {
  const connectionString = withAccount(nameOf('login'), 'secret');
  await Promise.all([1, 2, 3].map(() => migrate({ ...access, connectionString })));
  expect(await readLoginStanding(connectionString)).toMatchObject({ isTaken: false, problems: [] });
});

test('an account that owns something or is a superuser is refused, and left as it is', async () => {
  const name = nameOf('somebody');
  await sql`CREATE ROLE ${sql.id(name)} LOGIN PASSWORD 'secret'`.execute(owner);
  await sql`CREATE SCHEMA AUTHORIZATION ${sql.id(name)}`.execute(owner);
  for (const connectionString of [withAccount(name, 'secret'), access.ownerUrl]) {
    const refused = /DATABASE_URL logs in as .*(owns 1 table or other object|is a superuser).*Set DATABASE_OWNER_URL/;
    await expect(migrate({ ...access, connectionString })).rejects.toThrow(refused);
    await expect(requireProductLogin(connectionString)).rejects.toThrow(UnsafeLoginError);
  }
  const { rows } = await sql`SELECT rolinherit FROM pg_roles WHERE rolname = ${name}`.execute(owner);
  expect(rows).toEqual([{ rolinherit: true }]);
});

test('an owner that is no superuser makes it all, and says what an administrator must do where it may not', async () => {
  const [hosted, login, other] = [nameOf('hosted'), nameOf('login'), nameOf('other')];
  await sql`CREATE ROLE ${sql.id(hosted)} LOGIN CREATEROLE PASSWORD 'secret'`.execute(owner);
  const name = `hosted_${randomBytes(4).toString('hex')}`;
  await sql`CREATE DATABASE ${sql.id(name)} OWNER ${sql.id(hosted)}`.execute(owner);
  const inDatabase = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  const ownerUrl = inDatabase(withAccount(hosted, 'secret'));
  const migrateAs = (account: string) =>
    migrate({ ownerUrl, connectionString: inDatabase(withAccount(account, 'pass')) });
  // Roles belong to the cluster, and here somebody else has made them.
  await expect(migrateAs(login)).rejects.toThrow(LoginNotMadeError);
  await expect(migrateAs(login)).rejects.toThrow(/Ask a server administrator to run: .*GRANT "leadlock_tenant" TO/i);
  await sql`GRANT leadlock_tenant, leadlock_system, leadlock_jobs TO ${sql.id(hosted)} WITH ADMIN OPTION`.execute(
    owner,
  );
  await migrateAs(login);
  await requireProductLogin(inDatabase(withAccount(login, 'pass')));
  await sql`CREATE ROLE ${sql.id(other)} LOGIN`.execute(owner);
  await expect(migrateAs(other)).rejects.toThrow(/run: ALTER ROLE/);
  await sql`DROP DATABASE ${sql.id(name)} WITH (FORCE)`.execute(owner);
}, 120_000);

test('two addresses that must point to the same database are refused', async () => {
  const elsewhere = await createTestDatabase();
  const { connectionString } = elsewhere;
  await expect(migrate({ ...access, connectionString })).rejects.toThrow('must point to the same database');
  await elsewhere.close();
});

test('what the server stores of a password is of it alone', () => {
  const verifier = scramVerifier('secret');
  expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:[\w+/]+=*\$[\w+/]+=*:[\w+/]+=*$/);
  expect([isOfPassword(verifier, 'secret'), isOfPassword(verifier, 'Secret')]).toEqual([true, false]);
  expect([isOfPassword(null, 'secret'), isOfPassword('md5abc', 'secret')]).toEqual([false, false]);
});
