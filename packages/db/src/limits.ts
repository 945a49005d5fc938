/** How long the database may take, in ms. */
export interface DatabaseLimits {
  /** Until a connection is free. */
  waitMs: number;
  /** One statement. Postgres stops it, and undoes what it did. */
  statementMs: number;
  /** Waiting for one lock that another transaction holds. */
  lockMs: number;
  /** A transaction that does nothing. Postgres ends its connection, so that what it locked is free again. */
  idleInTransactionMs: number;
}

/** For what somebody waits for, unless the environment says otherwise. */
export const REQUEST_LIMITS: DatabaseLimits = {
  waitMs: 10_000,
  statementMs: 15_000,
  lockMs: 10_000,
  idleInTransactionMs: 60_000,
};

/** For what an operator or a program does as the owner of the tables. */
export const OWNER_LIMITS: DatabaseLimits = { ...REQUEST_LIMITS, statementMs: 300_000 };

/** For migrations: an index of a large table takes its time. How long each waits for locks it says itself. */
export const MIGRATION_LIMITS: DatabaseLimits = { ...OWNER_LIMITS, statementMs: 6 * 3_600_000 };

/** How long making a connection may take. */
export const CONNECT_MS = 10_000;
/** How much later than Postgres itself we give a statement up: only when Postgres cannot even say so. */
const UNANSWERED_MS = 5_000;

/** The limits as the driver takes them. */
export const connectionLimits = ({ statementMs, lockMs, idleInTransactionMs }: Omit<DatabaseLimits, 'waitMs'>) => ({
  connectionTimeoutMillis: CONNECT_MS,
  statement_timeout: statementMs,
  lock_timeout: lockMs,
  idle_in_transaction_session_timeout: idleInTransactionMs,
  query_timeout: statementMs + UNANSWERED_MS,
});
