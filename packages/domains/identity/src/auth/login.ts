import type { SystemContext } from '@leadlock/context/context';
import { forbidden, unauthorized } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { isPassword } from './passwords.ts';
import type { AuthResponse, LoginRequest } from './schemas.ts';
import { issueTokens } from './session.ts';

const REFUSAL = 'Incorrect email or password';

/**
 * Begins a session. An unknown address and a wrong password get the same answer after the same work.
 * @throws unauthorized for wrong credentials, forbidden for a disabled user with the right ones.
 */
export async function login(ctx: SystemContext, input: LoginRequest): Promise<AuthResponse> {
  const user = await ctx.db
    .selectFrom('users')
    .selectAll()
    .where(sql`lower(email)`, '=', input.email)
    .executeTakeFirst();
  const matches = await isPassword(input.password, user?.password_hash ?? null);
  if (!user || !matches) throw unauthorized(REFUSAL);
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
