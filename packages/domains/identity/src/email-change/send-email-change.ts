import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { createOneTimeToken } from '../auth/one-time-token.ts';
import { findAddressOwner } from '../auth/users-by-address.ts';
import { admitEmail, enqueueEmail } from '../emails/index.ts';
import { discardChangeTokens } from './change-tokens.ts';
import { renderChangeLink, renderTakenNotice } from './emails.ts';

const LIFETIME_MS = 24 * 60 * 60 * 1000;
/** Links in 24 hours, by an account: as many people change their address after a company has changed its name. */
const MOST_A_DAY = 20;

const Payload = z.object({ request_id: z.guid(), tenant_id: z.guid(), user_id: z.guid(), email: z.string() });
type Request = z.infer<typeof Payload>;

export const emailChangeJob: JobDefinition<typeof Payload> = { name: 'auth.send-email-change', payload: Payload };

/** Tells the owner of an address that somebody wanted to sign in with it. */
async function tellOwner(ctx: SystemContext, trx: Db, { request_id, email }: Request, now: Date): Promise<void> {
  const { admitted } = await admitEmail(trx, { id: request_id, kind: 'sign_up_notice', email }, now);
  if (admitted) await enqueueEmail(ctx, trx, { to: email, ...renderTakenNotice() });
}

/** Sends a link that works once and for a day to the new address; links that were sent before stop working. */
export const sendEmailChange = handleJob<SystemContext, typeof Payload>(emailChangeJob, (ctx, request) =>
  withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const { request_id: id, tenant_id, user_id, email } = request;
    const user = await trx
      .selectFrom('users')
      .select('id')
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', user_id)
      .where('is_active', '=', true)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!user) return;
    // Of several requests the last one holds, also when it was done first.
    const newer = await trx
      .selectFrom('email_change_tokens')
      .select('id')
      .where('tenant_id', '=', tenant_id)
      .where('user_id', '=', user_id)
      .where('id', '>', id)
      .executeTakeFirst();
    if (newer) return;
    if (await findAddressOwner(trx, email)) return tellOwner(ctx, trx, request, now);
    const account = { id: tenant_id, most: MOST_A_DAY };
    if (!(await admitEmail(trx, { id, kind: 'email_change', email, account }, now)).admitted) return;
    const { token, tokenHash } = createOneTimeToken();
    const expires_at = new Date(now.getTime() + LIFETIME_MS);
    // A job that runs again finds its request done.
    const inserted = await trx
      .insertInto('email_change_tokens')
      .values({ tenant_id, id, user_id, email, token_hash: tokenHash, created_at: now, expires_at })
      .onConflict((oc) => oc.columns(['tenant_id', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) return;
    await discardChangeTokens(trx, { tenantId: tenant_id, userId: user_id, exceptId: id }, now);
    await enqueueEmail(ctx, trx, {
      to: email,
      ...renderChangeLink(`${ctx.settings.dashboardUrl}/confirm-email?token=${token}`),
    });
  }),
);
