import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { setOutlet } from './announcements.ts';
import { Announcer } from './announcer.ts';
import { listenForChanges, type Changes } from './changes.ts';
import type { DB } from './generated/database.ts';
import { REQUEST_LIMITS, type DatabaseLimits } from './limits.ts';
import { ScopedPool } from './pool/scoped-pool.ts';
import { SYSTEM_ROLE, TENANT_ROLE } from './row-level-security.ts';

export type { DB } from './generated/database.ts';
export type Db = Kysely<DB>;

// Counts and sums arrive as bigint and numeric; ours all fit a double.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseOptions {
  connectionString: string;
  /** Connections of each of the two pools. */
  maxConnections?: number;
  /** How many of these one tenant may hold at once; half of them unless told otherwise. */
  connectionsPerTenant?: number;
  /** How long the database may take; what a request may, unless told otherwise. */
  limits?: DatabaseLimits;
  /** Told about connections that break while idle; they are replaced by themselves. */
  onIdleError?: (error: Error) => void;
}

/** The two ways into the database; see row-level-security.ts for what each may see. */
export interface Database {
  /** All tenants: log-in, webhooks, sweeps, platform administration. */
  readonly system: Db;
  /** One tenant's rows. Cheap: call it once a request. */
  tenant(tenantId: string): Db;
  /** What is written, as it is written. Subscribers of a process share one connection, made for the first of them. */
  readonly changes: Changes;
  readonly connectionString: string;
  close(): Promise<void>;
}

/** @throws of what it returns, queries throw DatabaseFailure when the database is away or busy, or takes too long. */
export function connectDatabase({
  connectionString,
  maxConnections = 10,
  connectionsPerTenant = Math.ceil(maxConnections / 2),
  limits = REQUEST_LIMITS,
  onIdleError = () => undefined,
}: DatabaseOptions): Database {
  const createPool = (connectionsPerParty: number): ScopedPool =>
    new ScopedPool({ connectionString, maxConnections, connectionsPerParty, limits, onIdleError });
  const systemPool = createPool(maxConnections);
  const tenantPool = createPool(connectionsPerTenant);
  const changes = listenForChanges(connectionString, onIdleError);
  const announcer = new Announcer({ connectionString, onError: onIdleError });
  const open = (pool: PostgresPool): Db => {
    const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
    setOutlet(db, announcer);
    return db;
  };

  return {
    connectionString,
    system: open(systemPool.view({ role: SYSTEM_ROLE, tenantId: '' })),
    tenant: (tenantId) => open(tenantPool.view({ role: TENANT_ROLE, tenantId })),
    changes,
    close: async () => {
      await Promise.all([changes.close(), systemPool.end(), tenantPool.end()]);
      // What the last of them has committed is announced, too.
      await announcer.close();
    },
  };
}
