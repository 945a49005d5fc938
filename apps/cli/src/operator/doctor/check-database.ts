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
    if (!db) return [warning(name, 'skipped: can’t connect to the database', 'see above')];
    try {
      return await look(db, examined);
    } catch (error) {
      if (!isMissingTable(error)) throw error;
      return [warning(name, 'skipped: tables are missing', MIGRATE)];
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
  if (!row) throw new Error('The database did not return its version');
  const uncertaintyMs = (endedAt - startedAt) / 2;
  clock.push({ source: 'database', aheadMs: row.now.getTime() - (startedAt + endedAt) / 2, uncertaintyMs });
  const major = Math.floor(row.version / 10_000);
  const detail = `PostgreSQL ${major}, ${endedAt - startedAt} ms`;
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
    const detail = `can’t connect to the database at ${placeOf(connectionString)} with DATABASE_URL (${reasonOf(error)})`;
    return [failed('database roles', detail, `fix its user and password, or ${MIGRATE}, which sets them`)];
  }
  const { name, isTaken, problems } = standing;
  if (problems.length === 0) return [ok('database roles', `${name} owns nothing and can only use the product’s roles`)];
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
    const detail = `the role ${name} bypasses row-level security: tenants could see each other’s rows`;
    return [failed('database roles', detail, `run ALTER ROLE ${name} NOSUPERUSER NOBYPASSRLS`)];
  });
  const { rows: open } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relrowsecurity
      AND relname NOT LIKE 'kysely_%' ORDER BY 1
  `.execute(db);
  if (open.length > 0) {
    const names = open.map(({ name }) => name).join(', ');
    findings.push(failed('database roles', `no row-level security policy on ${names}`, MIGRATE));
  }
  return findings.length > 0
    ? findings
    : [ok('database roles', `${PRODUCT_ROLES.join(', ')} are subject to row-level security`)];
}

/** The address without account and password. */
function placeOf(connectionString: string): string {
  const url = URL.parse(connectionString);
  return url ? `${url.host}${url.pathname}` : 'its URL';
}

const SET_IT = 'set it; for a database started by `npm start` or `serve all`, use --variables .data/services.env';
const OWNER = `tables are checked as their owner, and services don’t have its credentials. ${CHANGE_BOTH}`;

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
      const detail = `can’t connect to ${placeOf(DATABASE_OWNER_URL)}`;
      const remedy = 'start PostgreSQL, or fix DATABASE_OWNER_URL (host, user, password, database)';
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
      const detail = `the database is newer than this version; unknown migrations: ${unknown.join(', ')}`;
      return [failed('migrations', detail, 'run the newer version, or restore a backup')];
    }
    if (pending.length === 0) return [ok('migrations', `all ${applied.length} applied`)];
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
      return [failed('job queue', `its tables have version ${version} instead of ${expectedVersion}`, MIGRATE)];
    }
    if (version > expectedVersion) {
      const detail = `its tables have version ${version}; this version supports ${expectedVersion}`;
      return [failed('job queue', detail, 'run the newer version')];
    }
    const findings: Finding[] = [];
    if (overdue > 0) {
      const detail = `${countOf(overdue, 'job')} waiting for more than ${OVERDUE_SECONDS / 60} minutes`;
      findings.push(warning('job queue', detail, 'make sure that enough workers are running'));
    }
    if (deadLetters > 0) {
      const detail = `${countOf(deadLetters, 'job')} failed after all retries`;
      findings.push(warning('job queue', detail, 'check the worker’s log; failed jobs are in the queue `dead-letter`'));
    }
    return findings.length > 0 ? findings : [ok('job queue', `its tables have version ${version}, no overdue jobs`)];
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
    const detail = alive === 0 ? 'none running' : 'all running gateways are shutting down';
    return [warning('gateways', detail, 'start one: calls can’t be answered without a gateway')];
  }),
};
