import pg from 'pg';

/**
 * Why the database did not do what it was asked: `busy`, no connection became free in time; `unreachable`, there is no
 * connection to be had, or it was lost; `stopped`, a statement took too long or met another one and was undone.
 */
export type DatabaseFailureReason = 'busy' | 'unreachable' | 'stopped';

/**
 * The database failed to answer, through no fault of what it was asked: the same may work a moment later. The driver's
 * own error is the `cause`.
 */
export class DatabaseFailure extends Error {
  override name = 'DatabaseFailure';
  readonly reason: DatabaseFailureReason;
  /** Whether the statement may have taken effect all the same: its answer was lost, as that of a COMMIT may be. */
  readonly outcomeUnknown: boolean;

  constructor(
    reason: DatabaseFailureReason,
    message: string,
    options: { cause?: unknown; outcomeUnknown?: boolean } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}

/** SQLSTATE codes and classes (PostgreSQL, appendix A) of errors that say nothing about the statement itself. */
const STOPPED = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: lock_timeout
  '57014', // query_canceled: statement_timeout
]);
const UNREACHABLE_CLASSES = new Set([
  '08', // connection exception
  '53', // insufficient resources: too many connections, no space left
  '57', // operator intervention: shutting down, starting up
]);
const UNREACHABLE = new Set([
  '25006', // read_only_sql_transaction: a standby, after a failover
  '25P03', // idle_in_transaction_session_timeout
]);

function reasonOf(error: unknown): DatabaseFailureReason | null {
  if (!(error instanceof pg.DatabaseError)) {
    // pg gives connections that broke no class of their own; values that cannot be read or written have one.
    const isAboutValues = error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError;
    return isAboutValues ? null : 'unreachable';
  }
  const code = error.code ?? '';
  if (STOPPED.has(code)) return 'stopped';
  return UNREACHABLE.has(code) || UNREACHABLE_CLASSES.has(code.slice(0, 2)) ? 'unreachable' : null;
}

const MESSAGES: Record<DatabaseFailureReason, string> = {
  busy: 'Timed out waiting for a database connection',
  unreachable: 'Couldn’t connect to the database, or the connection was lost',
  stopped: 'The database canceled a slow or blocking statement',
};

/** An error of the driver as a `DatabaseFailure`, or itself when it is about the statement. */
export function toDatabaseFailure(error: unknown, outcomeUnknown: boolean): unknown {
  const reason = error instanceof DatabaseFailure ? null : reasonOf(error);
  if (reason === null) return error;
  const cause = error instanceof Error ? `: ${error.message}` : '';
  return new DatabaseFailure(reason, `${MESSAGES[reason]}${cause}`, {
    cause: error,
    // The server says of what it stopped that it is undone.
    outcomeUnknown: outcomeUnknown && reason === 'unreachable' && !(error instanceof pg.DatabaseError),
  });
}

/** The failure of the database that an error is or was caused by. */
export function databaseFailureIn(error: unknown): DatabaseFailure | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof DatabaseFailure) return current;
  }
  return null;
}
