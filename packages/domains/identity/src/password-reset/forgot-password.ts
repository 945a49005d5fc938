import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { ForgotPasswordRequest } from './schemas.ts';
import { passwordResetJob } from './send-password-reset.ts';

/**
 * Asks for a reset link. Whether the address has an account is found out by a job, so that the answer and the time it
 * takes are the same for every address.
 */
export async function forgotPassword(ctx: SystemContext, { email }: ForgotPasswordRequest): Promise<void> {
  await ctx.jobs.enqueue(ctx.db, passwordResetJob, { request_id: newId(), email }, { singletonKey: email });
}
