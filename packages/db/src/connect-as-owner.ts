import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { connectionLimits, OWNER_LIMITS, type DatabaseLimits } from './limits.ts';
import { SteadyClient } from './pool/steady-client.ts';

export interface OwnerOptions {
  limits?: DatabaseLimits;
  /** How long connecting and each query may take, in ms; absent: what `limits` say. */
  timeoutMs?: number;
}

/** A connection that owns the tables and is bound by no policy, for migrations, code generation and operators only. */
export const connectAsOwner = (ownerUrl: string, options?: OwnerOptions): Kysely<never> =>
  connectOnce(ownerUrl, options);

/** One connection as the account that an address names, whichever that is, and in no role. */
export function connectOnce(
  connectionString: string,
  { limits = OWNER_LIMITS, timeoutMs }: OwnerOptions = {},
): Kysely<never> {
  const patience = timeoutMs === undefined ? {} : { connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs };
  const pool = new pg.Pool({
    Client: SteadyClient,
    connectionString,
    max: 1,
    keepAlive: true,
    ...connectionLimits(limits),
    ...patience,
  });
  // A server that stops before the socket is closed reports it here; every query reports its own errors.
  pool.on('error', () => undefined);
  return new Kysely<never>({ dialect: new PostgresDialect({ pool }) });
}
