import type { LoginStanding } from '@leadlock/db/login/login-standing';
import { CHANGE_BOTH, readLoginStanding } from '@leadlock/db/login/require-product-login';
import { migrationStatus } from '@leadlock/db/migrate';
import { PRODUCT_ROLES } from '@leadlock/db/row-level-security';
import { readQueueStatus } from '@leadlock/jobs/queue-status';
import { sql } from 'kysely';
import { countOf } from '../../program/formats.ts';
import { reasonOf } from '../../program/reason.ts';
import type { Check, Examined, OwnerDatabase } from './examined.ts';
import { failed, ok, warning, type Finding } from './finding.ts';

const OLDEST_VERSION = 15;
const NEWEST_VERSION = 18;
const OVERDUE_SECONDS = 600;
const MIGRATE = 'run `leadlock migrate`';

/** Runs what needs the database, or says that it could not be looked at. */
export const withDatabase = (
  name: string,
  look: (db: OwnerDatabase, examined: Examined) => Promise<Finding[]>,
): Check['run'] => {
  const run: Check['run'] = async (examined) => {
    const db = await examined.database;
    if (!db) return [warning(name, 'not looked at, since the database is not reached', 'see above')];
    try {
      return await look(db, examined);
    } catch (error) {
      if (!isMissingTable(error)) throw error;
      return [warning(name, 'not looked at, since tables are missing', MIGRATE)];
    }
  };
  return run;
};

/** What PostgreSQL calls `undefined_table` and `undefined_column`. */
const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '42703');

async function versionFinding(db: OwnerDatabase, { clock }: Examined): Promise<Finding> {
  const startedAt = Date.now();
  const { rows } = await sql<{ version: number; now: Date }>`
    SELECT current_setting('server_version_num')::int AS version, clock_timestamp() AS now
  `.execute(db);
  const endedAt = Date.now();
  const [row] = rows;
  if (!row) throw new Error('The database did not tell its version');
  const uncertaintyMs = (endedAt - startedAt) / 2;
  clock.push({ source: 'database', aheadMs: row.now.getTime() - (startedAt + endedAt) / 2, uncertaintyMs });
  const major = Math.floor(row.version / 10_000);
  const detail = `PostgreSQL ${major}, answers in ${endedAt - startedAt} ms`;
  return major >= OLDEST_VERSION && major <= NEWEST_VERSION
    ? ok('database', detail)
    : failed('database', detail, `use a version from ${OLDEST_VERSION} to ${NEWEST_VERSION}`);
}

/** What the product's login is, and may. */
async function loginFindings(connectionString: string, { timeoutMs }: Examined): Promise<Finding[]> {
  let standing: LoginStanding;
  try {
    standing = await readLoginStanding(connectionString, timeoutMs);
  } catch (error) {
    const detail = `DATABASE_URL lets nobody in at ${placeOf(connectionString)} (${reasonOf(error)})`;
    return [failed('database roles', detail, `correct its account and password, or ${MIGRATE}, which sets them`)];
  }
  const { name, isTaken, problems } = standing;
  if (problems.length === 0)
    return [ok('database roles', `${name} owns nothing and may only act as the product’s roles`)];
  const detail = `DATABASE_URL logs in as ${name}, which ${problems.join(', and ')}`;
  return [failed('database roles', detail, isTaken ? CHANGE_BOTH : MIGRATE)];
}

async function roleFindings(db: OwnerDatabase): Promise<Finding[]> {
  const { rows: roles } = await sql<{ name: string; bypasses: boolean }>`
    SELECT rolname AS name, rolsuper OR rolbypassrls AS bypasses
    FROM pg_roles WHERE rolname IN (${sql.join([...PRODUCT_ROLES])})
  `.execute(db);
  const findings = PRODUCT_ROLES.flatMap((name): Finding[] => {
    const role = roles.find((candidate) => candidate.name === name);
    if (!role) return [failed('database roles', `the role ${name} does not exist`, MIGRATE)];
    if (!role.bypasses) return [];
    const detail = `the role ${name} is bound by no policy: tenants could see each other’s rows`;
    return [failed('database roles', detail, `run ALTER ROLE ${name} NOSUPERUSER NOBYPASSRLS`)];
  });
  const { rows: open } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity
      AND relname NOT LIKE 'kysely_%' ORDER BY 1
  `.execute(db);
  if (open.length > 0) {
    const names = open.map(({ name }) => name).join(', ');
    findings.push(failed('database roles', `no policy keeps tenants apart in ${names}`, MIGRATE));
  }
  return findings.length > 0 ? findings : [ok('database roles', `${PRODUCT_ROLES.join(', ')} obey the policies`)];
}

/** The address without account and password. */
function placeOf(connectionString: string): string {
  const url = URL.parse(connectionString);
  return url ? `${url.host}${url.pathname}` : 'its address';
}

const SET_IT =
  'set it; for a database that `npm start` or `serve all` brought, name the file of its variables: --variables .data/services.env';
const OWNER = `the tables are looked at as their owner, which services do not know. ${CHANGE_BOTH}`;

export const checkDatabase: Check = {
  name: 'database',
  run: async (examined) => {
    const { DATABASE_URL, DATABASE_OWNER_URL } = examined.environment;
    const unset = Object.entries({ DATABASE_URL, DATABASE_OWNER_URL }).filter(([, address]) => address === undefined);
    const findings = unset.map(([name]) =>
      failed('database', `${name} is not set`, name === 'DATABASE_URL' ? SET_IT : OWNER),
    );
    const login = DATABASE_URL === undefined ? [] : await loginFindings(DATABASE_URL, examined);
    if (DATABASE_OWNER_URL === undefined) return [...findings, ...login];
    const db = await examined.database;
    if (!db) {
      const detail = `${placeOf(DATABASE_OWNER_URL)} cannot be connected to`;
      const remedy = 'start PostgreSQL, or correct DATABASE_OWNER_URL (host, account, password, name)';
      return [...findings, failed('database', detail, remedy)];
    }
    return [...findings, await versionFinding(db, examined), ...login, ...(await roleFindings(db))];
  },
};

export const checkMigrations: Check = {
  name: 'migrations',
  run: withDatabase('migrations', async (db) => {
    const { applied, pending, unknown } = await migrationStatus(db);
    if (unknown.length > 0) {
      const detail = `the database is newer than this version, which does not know ${unknown.join(', ')}`;
      return [failed('migrations', detail, 'run the version that made it, or restore a backup')];
    }
    if (pending.length === 0) return [ok('migrations', `all ${applied.length} are applied`)];
    return [
      failed(
        'migrations',
        `${pending.length} ${pending.length === 1 ? 'is' : 'are'} not applied: ${pending.join(', ')}`,
        MIGRATE,
      ),
    ];
  }),
};

export const checkJobQueue: Check = {
  name: 'job queue',
  run: withDatabase('job queue', async (db) => {
    const { version, expectedVersion, overdue, deadLetters } = await readQueueStatus(db, OVERDUE_SECONDS);
    if (version === null) return [failed('job queue', 'its tables do not exist', MIGRATE)];
    if (version < expectedVersion) {
      return [failed('job queue', `its tables are of version ${version} instead of ${expectedVersion}`, MIGRATE)];
    }
    if (version > expectedVersion) {
      const detail = `its tables are of version ${version}; this version knows ${expectedVersion}`;
      return [failed('job queue', detail, 'run the version that made them')];
    }
    const findings: Finding[] = [];
    if (overdue > 0) {
      const detail = `${countOf(overdue, 'job')} waiting for more than ${OVERDUE_SECONDS / 60} minutes`;
      findings.push(warning('job queue', detail, 'see that a worker runs and can keep up'));
    }
    if (deadLetters > 0) {
      const detail = `${countOf(deadLetters, 'job')} failed for good`;
      findings.push(warning('job queue', detail, 'see the worker’s log; they wait in the queue `dead-letter`'));
    }
    return findings.length > 0
      ? findings
      : [ok('job queue', `its tables are of version ${version}, nothing is overdue`)];
  }),
};

/** A gateway's heartbeat comes every five seconds. */
const HEARTBEAT_SECONDS = 20;

export const checkGateways: Check = {
  name: 'gateways',
  run: withDatabase('gateways', async (db) => {
    const { rows } = await sql<{ alive: number; draining: number; calls: number }>`
      SELECT count(*)::int AS alive, count(*) FILTER (WHERE draining)::int AS draining,
             coalesce(sum(active_calls), 0)::int AS calls
      FROM gateways WHERE last_seen_at > now() - make_interval(secs => ${HEARTBEAT_SECONDS})
    `.execute(db);
    const { alive = 0, draining = 0, calls = 0 } = rows[0] ?? {};
    if (alive > draining) return [ok('gateways', `${alive} running with ${countOf(calls, 'call')}`)];
    const detail = alive === 0 ? 'none is running' : 'all that run are about to end';
    return [warning('gateways', detail, 'start one: calls cannot be answered without')];
  }),
};
