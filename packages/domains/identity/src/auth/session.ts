import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { shownEmail } from '@leadlock/core/shown-email';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import { getTenantRow, toTenantResponse } from '../tenants/index.ts';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from './access-token.ts';
import { issueRefreshToken } from './refresh-tokens.ts';
import type { AuthResponse, UserResponse } from './schemas.ts';

export type UserRow = Selectable<DB['users']>;

export function toUserResponse(user: UserRow): UserResponse {
  return {
    id: user.id,
    email: shownEmail(user.email),
    full_name: user.full_name,
    role: user.role,
    tenant_id: user.tenant_id,
    created_at: user.created_at.toISOString(),
    is_super_admin: user.is_super_admin,
  };
}

/** A session that goes on, or how a new one is to be. */
export interface SessionTerms {
  id?: string;
  /** When it is over however often it is renewed. */
  endsAt?: Date | null;
}

/** Issues the tokens of a session, which is a new one unless an earlier one goes on. */
export async function issueTokens(
  ctx: SystemContext,
  db: Db,
  user: UserRow,
  { id: sessionId = newId(), endsAt = null }: SessionTerms = {},
): Promise<AuthResponse> {
  const family = { tenantId: user.tenant_id, userId: user.id, familyId: sessionId, endsAt };
  const refreshToken = await issueRefreshToken(db, family, ctx.clock.now());
  const tenant = await getTenantRow(db, user.tenant_id);
  return {
    access_token: signAccessToken(ctx, { userId: user.id, tenantId: user.tenant_id, sessionId }),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
    user: toUserResponse(user),
    tenant: toTenantResponse(tenant, ctx.settings),
  };
}
