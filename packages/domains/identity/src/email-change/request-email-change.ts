import type { SystemContext } from '@leadlock/context/context';
import { invalidField, notFound } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { isPassword } from '../auth/index.ts';
import { throttlePassword } from '../auth/login-throttle.ts';
import { emailChangeJob } from './send-email-change.ts';
import type { EmailChangeRequest } from './schemas.ts';

export interface Person {
  tenantId: string;
  userId: string;
}

/**
 * Asks for a link to the address that the signed-in user wants to sign in with from now on. Whether it is somebody else's
 * is found out by a job, so that the answer and the time it takes are the same for every address.
 * @throws validation error for a wrong password and for the address the user has
 */
export async function requestEmailChange(
  ctx: SystemContext,
  { tenantId, userId }: Person,
  { email, current_password: shown }: EmailChangeRequest,
): Promise<void> {
  const user = await ctx.db
    .selectFrom('users')
    .select(['email', 'password_hash'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst();
  if (!user) throw notFound('User');
  if (!(await throttlePassword(ctx, userId, () => isPassword(shown, user.password_hash)))) {
    throw invalidField(['body', 'current_password'], 'Incorrect password');
  }
  if (user.email.toLowerCase() === email) throw invalidField(['body', 'email'], 'This is your current email address');
  // While one request waits, another one for the same address is dropped, and none for a different one.
  const request = { request_id: newId(), tenant_id: tenantId, user_id: userId, email };
  await ctx.jobs.enqueue(ctx.db, emailChangeJob, request, { singletonKey: `${userId}:${email}` });
}
