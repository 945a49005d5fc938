import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { z } from 'zod';
import { emailVerificationJob } from '../auth/email-verification-job.ts';
import { createOneTimeToken } from '../auth/one-time-token.ts';
import { findAddressOwner, selectByAddress } from '../auth/users-by-address.ts';
import { admitEmail, enqueueEmail } from '../emails/index.ts';
import { renderSignUpNotice, renderVerification } from './verification-emails.ts';

const MINUTE_MS = 60 * 1000;
const LIFETIME_MS = 24 * 60 * MINUTE_MS;
/** Nobody's inbox is filled from here: further requests within it are answered by the link that was sent. */
const PAUSE_MS = MINUTE_MS;

type Request = z.infer<typeof emailVerificationJob.payload>;
type Claimant = { tenant_id: string; id: string; email: string };

/** The user who is to show that the address is theirs, if they have yet to. */
const findClaimant = (trx: Db, { email, user_id }: Request): Promise<Claimant | undefined> =>
  selectByAddress(trx, email)
    .where('is_active', '=', true)
    .where('email_verified_at', 'is', null)
    .$if(user_id !== null, (query) => query.where('id', '=', user_id))
    .forNoKeyUpdate()
    .executeTakeFirst();

const wasSentJustNow = async (trx: Db, { tenant_id, id }: Claimant, now: Date): Promise<boolean> =>
  (await trx
    .selectFrom('email_verification_tokens')
    .select('id')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', id)
    .where('created_at', '>', new Date(now.getTime() - PAUSE_MS))
    .executeTakeFirst()) !== undefined;

/** Tells the owner of an address that somebody tried to sign up with it. */
async function tellOwner(ctx: SystemContext, trx: Db, { request_id, email }: Request, now: Date): Promise<void> {
  const { admitted } = await admitEmail(trx, { id: request_id, kind: 'sign_up_notice', email }, now);
  if (admitted) await enqueueEmail(ctx, trx, { to: email, ...renderSignUpNotice(ctx.settings.dashboardUrl) });
}

/** Sends a link that works once and for a day; or, where the address belongs to a user, tells them of the sign-up. */
export const sendEmailVerification = handleJob<SystemContext, typeof emailVerificationJob.payload>(
  emailVerificationJob,
  (ctx, request) =>
    withTransaction(ctx.db, async (trx) => {
      const now = ctx.clock.now();
      if (await findAddressOwner(trx, request.email)) {
        if (request.occasion === 'sign_up') await tellOwner(ctx, trx, request, now);
        return;
      }
      const user = await findClaimant(trx, request);
      if (!user || (await wasSentJustNow(trx, user, now))) return;
      const email = { id: request.request_id, kind: 'verification', email: user.email } as const;
      if (!(await admitEmail(trx, email, now)).admitted) return;
      const { token, tokenHash } = createOneTimeToken();
      // A job that runs again finds its request done.
      const inserted = await trx
        .insertInto('email_verification_tokens')
        .values({
          tenant_id: user.tenant_id,
          id: request.request_id,
          user_id: user.id,
          token_hash: tokenHash,
          created_at: now,
          expires_at: new Date(now.getTime() + LIFETIME_MS),
        })
        .onConflict((oc) => oc.columns(['tenant_id', 'id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!inserted) return;
      const url = `${ctx.settings.dashboardUrl}/verify-email?token=${token}`;
      await enqueueEmail(ctx, trx, { to: user.email, ...renderVerification(url) });
    }),
);
