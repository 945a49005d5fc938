import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { createOneTimeToken } from '../auth/one-time-token.ts';
import { selectByAddress } from '../auth/users-by-address.ts';
import { admitEmail, enqueueEmail, findEmailBrand, PRODUCT_BRAND, renderEmail } from '../emails/index.ts';

const MINUTE_MS = 60 * 1000;
const LIFETIME_MS = 60 * MINUTE_MS;
/** Nobody's inbox is filled from here: further requests within it are answered by the link that was sent. */
const PAUSE_MS = MINUTE_MS;

const Payload = z.object({ request_id: z.guid(), email: z.string() });

export const passwordResetJob: JobDefinition<typeof Payload> = { name: 'send-password-reset', payload: Payload };

/** Sends a link that works once and for an hour, if the address is an active user's. */
export const sendPasswordReset = handleJob<SystemContext, typeof Payload>(passwordResetJob, async (ctx, payload) => {
  await withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const user = await selectByAddress(trx, payload.email)
      .where('is_active', '=', true)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!user) return;
    const recent = await trx
      .selectFrom('password_reset_tokens')
      .select('id')
      .where('tenant_id', '=', user.tenant_id)
      .where('user_id', '=', user.id)
      .where('created_at', '>', new Date(now.getTime() - PAUSE_MS))
      .executeTakeFirst();
    if (recent) return;
    const solicited = { id: payload.request_id, kind: 'password_reset', email: user.email } as const;
    if (!(await admitEmail(trx, solicited, now)).admitted) return;
    const { token, tokenHash } = createOneTimeToken();
    // A job that runs again finds its request done.
    const inserted = await trx
      .insertInto('password_reset_tokens')
      .values({
        tenant_id: user.tenant_id,
        id: payload.request_id,
        user_id: user.id,
        token_hash: tokenHash,
        created_at: now,
        expires_at: new Date(now.getTime() + LIFETIME_MS),
      })
      .onConflict((oc) => oc.columns(['tenant_id', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) return;
    // Until the address is known to be the user's, nothing that they chose goes to it.
    const isKnown = user.email_verified_at !== null;
    const brand = isKnown ? await findEmailBrand(ctx, trx, user.tenant_id) : PRODUCT_BRAND;
    const email = renderEmail({
      brand,
      subject: 'Choose a new password',
      paragraphs: [
        `Somebody asked for a new password for your ${brand.name} account.`,
        'The link below works once, within the next hour.',
      ],
      action: {
        label: 'Choose a new password',
        url: `${ctx.settings.dashboardUrl}/reset-password?token=${token}`,
      },
      footnote: 'If it was not you, ignore this email: your password stays as it is.',
    });
    await enqueueEmail(ctx, trx, { to: user.email, ...email });
  });
});
