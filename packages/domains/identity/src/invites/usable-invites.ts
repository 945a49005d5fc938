import type { Db } from '@leadlock/db/client';
import { hashOneTimeToken } from '../auth/one-time-token.ts';

/**
 * The invitation with this token. Nothing for one that is unknown, used, withdrawn or expired, or whose tenant is gone, or
 * the agency of it.
 */
export const selectUsableInvite = (db: Db, token: string, now: Date) =>
  db
    .selectFrom('invites')
    .innerJoin('tenants', 'tenants.id', 'invites.tenant_id')
    .select([
      'invites.id',
      'invites.tenant_id',
      'invites.email',
      'invites.full_name',
      'invites.role',
      'invites.invited_by',
      'tenants.name as tenant_name',
    ])
    .where('invites.token_hash', '=', hashOneTimeToken(token))
    .where('invites.accepted_at', 'is', null)
    .where('invites.revoked_at', 'is', null)
    .where('invites.expires_at', '>', now)
    .where('tenants.is_active', '=', true)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tenants as agency')
            .select('agency.id')
            .whereRef('agency.id', '=', 'tenants.parent_tenant_id')
            .where('agency.is_active', '=', false),
        ),
      ),
    );
