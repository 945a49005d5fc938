import type { SystemContext } from '@leadlock/context/context';
import { forbidden, unauthorized } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { isPassword } from './passwords.ts';
import type { AuthResponse, LoginRequest } from './schemas.ts';
import { issueTokens } from './session.ts';
import { selectByAddress } from './users-by-address.ts';

const REFUSAL = 'Incorrect email or password';
/** The user whose address it is, and whoever claimed it last. */
const CANDIDATES = 2;

/**
 * Begins a session. An unknown address and a wrong password get the same answer after the same work.
 * @throws unauthorized for wrong credentials, forbidden for a disabled user with the right ones.
 */
export async function login(ctx: SystemContext, input: LoginRequest): Promise<AuthResponse> {
  const users = await selectByAddress(ctx.db, input.email).limit(CANDIDATES).execute();
  const matches = await Promise.all(
    Array.from({ length: CANDIDATES }, (_, at) => isPassword(input.password, users[at]?.password_hash ?? null)),
  );
  const user = users.find((_, at) => matches[at]);
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
