import type { SystemContext } from '@leadlock/context/context';
import type { Actor } from '@leadlock/core/actor';
import { badRequest, conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { recordEntry, type RequestOrigin } from '../audit/index.ts';
import { hashPassword, issueTokens, refuseCommonPassword, type AuthResponse } from '../auth/index.ts';
import { hashOneTimeToken } from '../auth/one-time-token.ts';
import { inviteAcceptedJob } from './invite-accepted-job.ts';
import type { AcceptInviteRequest } from './schemas.ts';

/**
 * Uses the invitation up. Nothing for one that is unknown, used, withdrawn or expired, or whose tenant is gone, or the
 * agency of it.
 */
const spendInvite = (trx: Db, token: string, now: Date) =>
  trx
    .updateTable('invites')
    .from('tenants')
    .set({ accepted_at: now })
    .whereRef('tenants.id', '=', 'invites.tenant_id')
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
    )
    .where('invites.token_hash', '=', hashOneTimeToken(token))
    .where('invites.accepted_at', 'is', null)
    .where('invites.revoked_at', 'is', null)
    .where('invites.expires_at', '>', now)
    .returning([
      'invites.id',
      'invites.tenant_id',
      'invites.email',
      'invites.role',
      'invites.invited_by',
      'tenants.name as tenant_name',
    ])
    .executeTakeFirst();

/** The tenant of who invited; that of the invitation itself once they are gone. */
async function findInviterTenant(trx: Db, invite: { tenant_id: string; invited_by: unknown }): Promise<string> {
  const inviter = invite.invited_by as Actor;
  const row =
    inviter.type === 'user'
      ? await trx.selectFrom('users').select('tenant_id').where('id', '=', inviter.userId).executeTakeFirst()
      : inviter.type === 'api_key'
        ? await trx.selectFrom('api_keys').select('tenant_id').where('id', '=', inviter.apiKeyId).executeTakeFirst()
        : undefined;
  return row?.tenant_id ?? invite.tenant_id;
}

/**
 * Makes the invited person a user with the password they chose, and signs them in.
 * @throws bad_request for an invitation that does not hold, conflict when the address has an account by now,
 * validation error for a common password.
 */
export async function acceptInvite(
  ctx: SystemContext,
  input: AcceptInviteRequest,
  origin: RequestOrigin,
): Promise<AuthResponse> {
  refuseCommonPassword(input.password, 'password');
  const passwordHash = await hashPassword(input.password);
  return withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const invite = await spendInvite(trx, input.token, now);
    if (!invite) throw badRequest('This invitation is invalid or has expired');
    const user = await trx
      .insertInto('users')
      .values({
        tenant_id: invite.tenant_id,
        id: newId(),
        email: invite.email,
        password_hash: passwordHash,
        role: invite.role,
        // The link came by mail to it.
        email_verified_at: now,
        created_at: now,
      })
      .onConflict((oc) =>
        oc
          .expression(sql`lower(email)`)
          .where('email_verified_at', 'is not', null)
          .doNothing(),
      )
      .returningAll()
      .executeTakeFirst();
    if (!user) throw conflict('This email address already belongs to another account');
    await recordEntry(ctx, trx, user, { ...origin, operation: 'invites.accept' });
    await ctx.jobs.enqueue(trx, inviteAcceptedJob, {
      invite_id: invite.id,
      inviter_tenant_id: await findInviterTenant(trx, invite),
      tenant_id: invite.tenant_id,
      tenant_name: invite.tenant_name,
      user_id: user.id,
      email: user.email,
    });
    return issueTokens(ctx, trx, user);
  });
}
