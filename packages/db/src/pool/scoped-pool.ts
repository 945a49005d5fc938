import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { TENANT_SETTING } from '../row-level-security.ts';
import { DatabaseFailure, toDatabaseFailure } from '../database-failure.ts';
import { FairTurns } from './fair-turns.ts';
import { connectionLimits, type DatabaseLimits } from '../limits.ts';
import { transactionHasEnded, transactionStillWorks } from '../transaction-misuse.ts';
import { SteadyClient } from './steady-client.ts';

export interface ScopedPoolOptions {
  connectionString: string;
  maxConnections: number;
  /** Of these, what one party (a tenant) may hold at once. */
  connectionsPerParty: number;
  limits: DatabaseLimits;
  /** Told of connections that break while nobody uses them; they are replaced by themselves. */
  onIdleError: (error: Error) => void;
}

/** What a connection acts as: its role, and the one tenant that it sees, or none for the role that sees all. */
interface Scope {
  role: string;
  tenantId: string;
}

/** What each connection is set to, so that it is told again only when that changes. */
const connectionTenant = new WeakMap<pg.PoolClient, string>();

/** Connections to the database, in fair turns, each set to what it is used for. */
export class ScopedPool {
  readonly #pool: pg.Pool;
  readonly #turns: FairTurns;

  constructor({ connectionString, maxConnections, connectionsPerParty, limits, onIdleError }: ScopedPoolOptions) {
    this.#pool = new pg.Pool({
      Client: SteadyClient,
      connectionString,
      max: maxConnections,
      keepAlive: true,
      ...connectionLimits(limits),
    });
    this.#pool.on('error', onIdleError);
    this.#turns = new FairTurns({ capacity: maxConnections, share: connectionsPerParty, waitMs: limits.waitMs });
  }

  /** A view of the pool whose connections act under a role and, for a tenant, see that tenant only. */
  view(scope: Scope): PostgresPool {
    return {
      connect: () => this.#connect(scope),
      // The pool outlives its views.
      end: async () => undefined,
      options: this.#pool.options,
    };
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  async #connect({ role, tenantId }: Scope): Promise<PostgresPoolClient> {
    const turn = this.#turns.take(tenantId);
    if (turn !== null) await turn;
    let client: pg.PoolClient | null = null;
    try {
      client = await this.#pool.connect();
      if (connectionTenant.get(client) !== tenantId) {
        await client.query({
          name: 'scope-connection',
          text: `SELECT set_config('role', $1, false), set_config('${TENANT_SETTING}', $2, false)`,
          values: [role, tenantId],
        });
        connectionTenant.set(client, tenantId);
      }
      return new ScopedConnection(client, () => this.#turns.end(tenantId));
    } catch (error) {
      client?.release(true);
      this.#turns.end(tenantId);
      throw toDatabaseFailure(error, false);
    }
  }
}

/**
 * One use of a connection, of one query or one transaction. A transaction takes no query after its COMMIT or ROLLBACK,
 * which would run by itself and on what may be somebody else's connection by then. Nor is it committed while a query of
 * it runs: that would commit the first half of what somebody still does.
 */
class ScopedConnection implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #onReleased: () => void;
  /** What broke it. */
  #failure: DatabaseFailure | null = null;
  #hasEnded = false;
  #running = 0;
  /** Lets a ROLLBACK go ahead that waits for what runs. */
  #onQuiet: (() => void) | null = null;

  constructor(client: pg.PoolClient, onReleased: () => void) {
    this.#client = client;
    this.#onReleased = onReleased;
  }

  get processID(): number | undefined {
    return (this.#client as pg.PoolClient & { processID?: number }).processID;
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query(): never;
  query<Row>(sql?: string, parameters?: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (typeof sql !== 'string') throw new TypeError('There are no cursors here');
    if (sql === 'commit') return this.#commit();
    if (sql === 'rollback') return this.#rollBack();
    if (this.#hasEnded) return Promise.reject(transactionHasEnded());
    return this.#send(sql, parameters);
  }

  async #commit<Row>(): Promise<PostgresQueryResult<Row>> {
    if (this.#running > 0) throw transactionStillWorks();
    this.#hasEnded = true;
    return this.#send('commit');
  }

  async #rollBack<Row>(): Promise<PostgresQueryResult<Row>> {
    this.#hasEnded = true;
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#onQuiet = resolve));
    return this.#send('rollback');
  }

  #send<Row>(sql: string, parameters?: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    // The ROLLBACK that follows a COMMIT whose answer was lost must not hide that.
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#running += 1;
    return this.#client.query(sql, parameters as unknown[]).then(
      (result) => {
        this.#settled();
        return result;
      },
      (error: unknown) => {
        this.#settled();
        const failure = toDatabaseFailure(error, this.#mayTakeEffect(sql));
        // A connection that is about to close, or whose server says nothing and may still work on the statement: nobody
        // else must get it.
        if (failure instanceof DatabaseFailure && failure.reason === 'unreachable') this.#failure = failure;
        throw failure;
      },
    ) as unknown as Promise<PostgresQueryResult<Row>>;
  }

  #settled(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#onQuiet?.();
  }

  /** Whether a statement whose answer was lost may have been done for good. Inside a transaction only COMMIT is. */
  #mayTakeEffect(sql: string): boolean {
    const isInTransaction = this.#client.getTransactionStatus() !== 'I';
    return isInTransaction ? /^commit\b/i.test(sql) : !/^\s*(select|begin)\b/i.test(sql);
  }

  release(destroy = false): void {
    this.#hasEnded = true;
    // One that is not between transactions would carry this one, and undo its scope with it, into its next use.
    const isClean = this.#running === 0 && this.#client.getTransactionStatus() === 'I';
    this.#client.release(destroy || this.#failure !== null || !isClean);
    this.#onReleased();
  }
}
