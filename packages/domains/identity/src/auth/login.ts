import type { SystemContext } from '@leadlock/context/context';
import { forbidden, unauthorized } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { matchPassword } from './passwords.ts';
import type { AuthResponse, LoginRequest } from './schemas.ts';
import { issueTokens, type UserRow } from './session.ts';
import { MOST_CLAIMANTS, selectByAddress } from './users-by-address.ts';

const REFUSAL = 'Incorrect email or password';

/**
 * Who could be logging in: the user whose address it is, and those who claim it. There is always one of each, if only to
 * be checked in vain, so that the time it takes does not say whether the address is anybody's.
 */
async function findCandidates(db: Db, email: string): Promise<(UserRow | null)[]> {
  const users = await selectByAddress(db, email)
    .limit(1 + MOST_CLAIMANTS)
    .execute();
  const owner = users.find((user) => user.email_verified_at !== null) ?? null;
  const claimants = users.filter((user) => user !== owner).slice(0, MOST_CLAIMANTS);
  return [owner, ...(claimants.length > 0 ? claimants : [null])];
}

/**
 * Begins a session. An unknown address and a wrong password get the same answer after the same work.
 * @throws unauthorized for wrong credentials, forbidden for a disabled user with the right ones, unavailable while too many
 * passwords are checked.
 */
export async function login(ctx: SystemContext, input: LoginRequest): Promise<AuthResponse> {
  const candidates = await findCandidates(ctx.db, input.email);
  const matches = await matchPassword(
    input.password,
    candidates.map((candidate) => candidate?.password_hash ?? null),
  );
  const user = candidates.find((_, at) => matches[at]);
  if (!user) throw unauthorized(REFUSAL);
  if (!user.is_active) throw forbidden('This user is disabled');
  return withTransaction(ctx.db, async (trx) => {
    // Checking the password takes a while. Whoever changes it or disables the user meanwhile ends the sessions there are,
    // and must not miss this one.
    const current = await trx
      .selectFrom('users')
      .selectAll()
      .where('tenant_id', '=', user.tenant_id)
      .where('id', '=', user.id)
      .where('password_hash', '=', user.password_hash)
      .where('is_active', '=', true)
      .forShare()
      .executeTakeFirst();
    if (!current) throw unauthorized(REFUSAL);
    return issueTokens(ctx, trx, current);
  });
}
