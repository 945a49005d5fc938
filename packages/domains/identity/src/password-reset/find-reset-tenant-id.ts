import type { SystemContext } from '@leadlock/context/context';
import { hashOneTimeToken } from '../auth/one-time-token.ts';

/** The account of who asked for a reset link, also of one that does not hold any more; null for a token that is unknown. */
export async function findResetTenantId(ctx: SystemContext, token: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('password_reset_tokens')
    .select('tenant_id')
    .where('token_hash', '=', hashOneTimeToken(token))
    .executeTakeFirst();
  return row?.tenant_id ?? null;
}
