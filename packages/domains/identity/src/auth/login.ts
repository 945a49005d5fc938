import type { SystemContext } from '@leadlock/context/context';
import { forbidden, unauthorized } from '@leadlock/core/errors';
import { sql } from 'kysely';
import { isPassword } from './passwords.ts';
import type { AuthResponse, LoginRequest } from './schemas.ts';
import { issueTokens } from './session.ts';

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
  if (!user || !matches) throw unauthorized('Incorrect email or password');
  if (!user.is_active) throw forbidden('This user is disabled');
  return issueTokens(ctx, ctx.db, user);
}
