import type { SystemContext } from '@leadlock/context/context';
import type { Actor } from '@leadlock/core/actor';
import { badRequest, conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { recordEntry, type RequestOrigin } from '../audit/index.ts';
import { hashPassword, issueTokens, refuseCommonPassword, type AuthResponse } from '../auth/index.ts';
import { inviteAcceptedJob } from './invite-accepted-job.ts';
import type { AcceptInviteExtras, AcceptInviteRequest } from './schemas.ts';
import { selectUsableInvite } from './usable-invites.ts';

/** Uses the invitation up. Of several at once, the first has it. */
async function spendInvite(trx: Db, token: string, now: Date) {
  const invite = await selectUsableInvite(trx, token, now).forNoKeyUpdate('invites').executeTakeFirst();
  if (!invite) return undefined;
  await trx
    .updateTable('invites')
    .set({ accepted_at: now })
    .where('tenant_id', '=', invite.tenant_id)
    .where('id', '=', invite.id)
    .execute();
  return invite;
}

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
 * Makes the invited person a user with the password and the name they chose, and signs them in.
 * @throws bad_request for an invitation that does not hold, conflict when the address has an account by now,
 * validation error for a common password.
 */
export async function acceptInvite(
  ctx: SystemContext,
  input: AcceptInviteRequest & AcceptInviteExtras,
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
        full_name: input.full_name ?? invite.full_name,
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
      full_name: user.full_name,
    });
    return issueTokens(ctx, trx, user);
  });
}
