import { nextTick } from 'node:process';
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import { outletOf, setOutlet } from './announcements.ts';
import type { Database, Db, DB } from './client.ts';
import { SYSTEM_ROLE, TENANT_ROLE, TENANT_SETTING } from './row-level-security.ts';
import { withTransaction } from './transaction.ts';
import { transactionHasEnded, transactionStillWorks } from './transaction-misuse.ts';

/** Whose rows a query sees. */
interface Scope {
  role: string;
  tenantId: string;
}

/** What goes on in a transaction, or in a savepoint of it, which takes nothing more once it has ended. */
class Span {
  #running = 0;
  #hasEnded = false;

  requireOpen(): void {
    if (this.#hasEnded) throw transactionHasEnded();
  }

  /** Before it is kept: what still runs would be kept by halves. */
  requireQuiet(): void {
    if (this.#running > 0) throw transactionStillWorks();
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.requireOpen();
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  end(): void {
    this.#hasEnded = true;
  }
}

/** The one connection that all queries share, one after the other, each in its scope. */
class SharedConnection {
  readonly span = new Span();
  readonly #trx: Db;
  #scope: Scope | null = null;
  #savepoints = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(trx: Db) {
    this.#trx = trx;
  }

  execute<Row>(scope: Scope, query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#inTurn(async () => {
      await this.#enter(scope);
      return (await this.#trx.executeQuery(query)) as QueryResult<Row>;
    });
  }

  savepoint(): Promise<string> {
    this.#savepoints += 1;
    const name = `inner_${this.#savepoints}`;
    return this.#inTurn(async () => {
      await this.#command(`SAVEPOINT ${name}`);
      return name;
    });
  }

  release(savepoint: string): Promise<void> {
    return this.#inTurn(() => this.#command(`RELEASE SAVEPOINT ${savepoint}`));
  }

  rollBack(savepoint: string): Promise<void> {
    return this.#inTurn(async () => {
      // What was set since is undone, too.
      this.#scope = null;
      await this.#command(`ROLLBACK TO SAVEPOINT ${savepoint}`);
      await this.#command(`RELEASE SAVEPOINT ${savepoint}`);
    });
  }

  async #enter(scope: Scope): Promise<void> {
    if (this.#scope?.tenantId === scope.tenantId) return;
    const text = `SELECT set_config('role', $1, true), set_config('${TENANT_SETTING}', $2, true)`;
    await this.#trx.executeQuery(CompiledQuery.raw(text, [scope.role, scope.tenantId]));
    this.#scope = scope;
  }

  async #command(text: string): Promise<void> {
    await this.#trx.executeQuery(CompiledQuery.raw(text));
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.span.run(() => {
      const begin = (): Promise<Result> => {
        this.span.requireOpen();
        return work();
      };
      const turn = this.#last.then(begin, begin);
      this.#last = turn;
      return turn;
    });
  }
}

/** One use of the shared connection, by one query or one transaction. */
interface ScopedConnection extends DatabaseConnection {
  savepoint: string;
  readonly span: Span;
}

/** Runs queries on the shared connection; transactions become savepoints of the one that encloses them. */
function joinedDriver(shared: SharedConnection, scope: Scope): Driver {
  const done = (): Promise<void> => Promise.resolve();
  const use = (connection: DatabaseConnection): ScopedConnection => connection as ScopedConnection;
  return {
    init: done,
    destroy: done,
    releaseConnection: async (connection) => use(connection).span.end(),
    acquireConnection: async (): Promise<ScopedConnection> => {
      const span = new Span();
      return {
        savepoint: '',
        span,
        executeQuery: (query) => span.run(() => shared.execute(scope, query)),
        streamQuery: () => {
          throw new TypeError('There are no cursors here');
        },
      };
    },
    beginTransaction: async (connection) => {
      use(connection).savepoint = await shared.savepoint();
    },
    commitTransaction: async (connection) => {
      const { savepoint, span } = use(connection);
      span.requireQuiet();
      span.end();
      await shared.release(savepoint);
    },
    rollbackTransaction: async (connection) => {
      const { savepoint, span } = use(connection);
      span.end();
      await shared.rollBack(savepoint);
    },
  };
}

/**
 * Runs `work` with a database of which all is one transaction, whichever tenants' rows it reads and writes: it is done as
 * a whole or not at all, and until then nobody else sees any of it. Transactions inside become parts of it. It counts as
 * `tenantId`'s use of the database. What is done through another `Database` meanwhile is not part of it. It ends with
 * `work`, as `withTransaction` does, and so does the database that `work` is given.
 * @throws TransactionMisuse
 */
export function inOneTransaction<Result>(
  database: Database,
  tenantId: string,
  work: (within: Database) => Promise<Result>,
): Promise<Result> {
  return withTransaction(database.tenant(tenantId), async (trx) => {
    const shared = new SharedConnection(trx);
    const outlet = outletOf(trx);
    const open = (scope: Scope): Db => {
      const db = new Kysely<DB>({
        dialect: {
          createAdapter: () => new PostgresAdapter(),
          createDriver: () => joinedDriver(shared, scope),
          createIntrospector: (joined) => new PostgresIntrospector(joined),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        },
      });
      // What a savepoint announces goes to the transaction, and out with that.
      if (outlet) setOutlet(db, outlet);
      return db;
    };
    const within: Database = {
      system: open({ role: SYSTEM_ROLE, tenantId: '' }),
      tenant: (id) => open({ role: TENANT_ROLE, tenantId: id }),
      changes: database.changes,
      connectionString: database.connectionString,
      close: async () => undefined,
    };
    try {
      const result = await work(within);
      // What it has just asked for gets as far as the connection first.
      await new Promise<void>((resolve) => nextTick(resolve));
      shared.span.requireQuiet();
      return result;
    } finally {
      shared.span.end();
    }
  });
}
