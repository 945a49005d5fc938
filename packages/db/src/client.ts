import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { listenForChanges, type Changes } from './changes.ts';
import type { DB } from './generated/database.ts';
import { SYSTEM_ROLE, TENANT_ROLE, TENANT_SETTING } from './row-level-security.ts';

export type { DB } from './generated/database.ts';
export type Db = Kysely<DB>;

// Counts and sums arrive as bigint and numeric; ours all fit a double.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface DatabaseOptions {
  connectionString: string;
  /** Connections of each of the two pools. */
  maxConnections?: number;
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

/** What a pooled connection is set to, so that it is told again only when that changes. */
const connectionTenant = new WeakMap<pg.PoolClient, string>();

/** A view of the pool whose connections act under `role` and, for a tenant, see that tenant only. */
function scopedPool(pool: pg.Pool, role: string, tenantId: string): PostgresPool {
  return {
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect();
      if (connectionTenant.get(client) !== tenantId) {
        try {
          await client.query({
            name: 'scope-connection',
            text: `SELECT set_config('role', $1, false), set_config('${TENANT_SETTING}', $2, false)`,
            values: [role, tenantId],
          });
        } catch (error) {
          client.release(true);
          throw error;
        }
        connectionTenant.set(client, tenantId);
      }
      return client;
    },
    // The pool outlives its views; only Database.close ends it.
    end: async () => undefined,
    options: pool.options,
  };
}

export function connectDatabase({ connectionString, maxConnections = 10, onIdleError }: DatabaseOptions): Database {
  const createPool = (): pg.Pool => {
    const pool = new pg.Pool({ connectionString, max: maxConnections, keepAlive: true });
    pool.on('error', (error) => onIdleError?.(error));
    return pool;
  };
  const systemPool = createPool();
  const tenantPool = createPool();
  const changes = listenForChanges(connectionString, (error) => onIdleError?.(error));
  const open = (pool: PostgresPool): Db => new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });

  return {
    connectionString,
    system: open(scopedPool(systemPool, SYSTEM_ROLE, '')),
    tenant: (tenantId) => open(scopedPool(tenantPool, TENANT_ROLE, tenantId)),
    changes,
    close: async () => {
      await Promise.all([changes.close(), systemPool.end(), tenantPool.end()]);
    },
  };
}
