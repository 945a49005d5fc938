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
