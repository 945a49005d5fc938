import type { SystemContext } from '@leadlock/context/context';
import { canonicalEmail } from '@leadlock/core/email-address';
import { newId } from '@leadlock/core/ids';
import { emailVerificationJob } from '../auth/email-verification-job.ts';

/** Whose link is to be sent again: the signed-in user's, or that of whoever claimed the address last. */
export type ResendTo = { userId: string } | { email: string };

async function addressOf(ctx: SystemContext, to: ResendTo): Promise<string | null> {
  if ('email' in to) return canonicalEmail(to.email);
  const user = await ctx.db.selectFrom('users').select('email').where('id', '=', to.userId).executeTakeFirst();
  return user?.email ?? null;
}

/**
 * Asks for a link to verify an address. Whether there is anything to verify is found out by a job, so that the answer and
 * the time it takes are the same for every address.
 */
export async function resendVerification(ctx: SystemContext, to: ResendTo): Promise<void> {
  const email = await addressOf(ctx, to);
  if (email === null) return;
  const user_id = 'userId' in to ? to.userId : null;
  const request = { request_id: newId(), email, user_id, occasion: 'resend' } as const;
  await ctx.jobs.enqueue(ctx.db, emailVerificationJob, request, {
    singletonKey: user_id === null ? email : `${user_id}:${email}`,
  });
}
