import type { SystemContext } from '@leadlock/context/context';
import { createUser } from '@leadlock/testing/factories';
import { issueTokens } from '../auth/index.ts';

/** A new user of the tenant, owner unless told otherwise, with an open session. Returns the access token. */
export async function signIn(
  ctx: SystemContext,
  tenant: { id: string },
  overrides: Parameters<typeof createUser>[2] = {},
): Promise<string> {
  const user = await createUser(ctx.database, tenant, overrides);
  const { access_token } = await issueTokens(ctx, ctx.db, user);
  return access_token;
}
