import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { emailVerificationJob } from './email-verification-job.ts';
import { insertTenant } from './insert-tenant.ts';
import { hashPassword, refuseCommonPassword } from './passwords.ts';
import type { AuthResponse, SignupExtras, SignupRequest } from './schemas.ts';
import { issueTokens } from './session.ts';

/**
 * Creates a tenant with its owner, and signs the owner in. Whose the address is shows later: a job sends a link to verify
 * it, or, where it belongs to a user already, tells that one of the attempt. The answer and the time it takes are the same.
 */
export async function signup(ctx: SystemContext, input: SignupRequest & SignupExtras): Promise<AuthResponse> {
  refuseCommonPassword(input.password, 'password');
  const passwordHash = await hashPassword(input.password);
  return withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const user = await trx
      .insertInto('users')
      .values({
        tenant_id: await insertTenant(ctx, trx, {
          name: input.company_name,
          type: input.account_type,
          timezone: input.timezone,
        }),
        id: newId(),
        email: input.email,
        password_hash: passwordHash,
        full_name: input.full_name ?? null,
        role: 'owner',
        tos_accepted_at: now,
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await ctx.jobs.enqueue(trx, emailVerificationJob, {
      request_id: newId(),
      email: user.email,
      user_id: user.id,
      occasion: 'sign_up',
    });
    return issueTokens(ctx, trx, user);
  });
}
