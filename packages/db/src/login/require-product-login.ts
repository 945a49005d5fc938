import { sql } from 'kysely';
import { connectOnce } from '../connect-as-owner.ts';
import { findLoginStanding, type LoginStanding } from './login-standing.ts';

/** DATABASE_URL names an account that the product does not run as. */
export class UnsafeLoginError extends Error {
  override name = 'UnsafeLoginError';

  constructor({ name, isTaken, problems }: LoginStanding) {
    super(
      `DATABASE_URL logs in as ${name}, which ${problems.join(', and ')}. The product only runs as a user that owns ` +
        `nothing and can only use its roles. ${isTaken ? CHANGE_BOTH : MIGRATE}`,
    );
  }
}

export const CHANGE_BOTH =
  'Set DATABASE_OWNER_URL to the user that owns the tables (DATABASE_URL in older versions). Set DATABASE_URL to ' +
  'the same URL with another user, such as leadlock_app, and a new password. Then run migrations, which create that ' +
  'user. See "The two accounts" in docs/deployment.md.';
const MIGRATE =
  'Run migrations with DATABASE_OWNER_URL to fix its privileges. See "The two accounts" in docs/deployment.md.';

/** How the account that an address logs in with stands. @throws what the database says when it lets nobody in */
export async function readLoginStanding(connectionString: string, timeoutMs?: number): Promise<LoginStanding> {
  const db = connectOnce(connectionString, { timeoutMs });
  try {
    // Whatever role an option of the address takes: that can be given back.
    const { rows } = await sql<{ name: string }>`SELECT session_user AS name`.execute(db);
    const standing = await findLoginStanding(db, rows[0]?.name ?? '');
    if (!standing) throw new Error('The database doesn’t know the user it logged in');
    return standing;
  } finally {
    await db.destroy();
  }
}

/** @throws UnsafeLoginError unless the account owns nothing and may do nothing but act as the product's roles */
export async function requireProductLogin(connectionString: string): Promise<void> {
  const standing = await readLoginStanding(connectionString);
  if (standing.problems.length > 0) throw new UnsafeLoginError(standing);
}
