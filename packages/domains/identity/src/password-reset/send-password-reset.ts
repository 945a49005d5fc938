import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { createOneTimeToken } from '../auth/one-time-token.ts';
import type { UserRow } from '../auth/session.ts';
import { MOST_CLAIMANTS, selectByAddress } from '../auth/users-by-address.ts';
import {
  admitEmail,
  enqueueEmail,
  findEmailBrand,
  PRODUCT_BRAND,
  renderEmail,
  type EmailBrand,
  type RenderedEmail,
} from '../emails/index.ts';

const MINUTE_MS = 60 * 1000;
const LIFETIME_MS = 60 * MINUTE_MS;
/** Nobody's inbox is filled from here: further requests within it are answered by the link that was sent. */
const PAUSE_MS = MINUTE_MS;

const Payload = z.object({ request_id: z.guid(), email: z.string() });

export const passwordResetJob: JobDefinition<typeof Payload> = { name: 'send-password-reset', payload: Payload };

/** Who may need a new password: the user whose address it is, else those who claim it and can log in, the last one first. */
async function findUsers(trx: Db, email: string): Promise<UserRow[]> {
  const users = await selectByAddress(trx, email)
    .limit(1 + MOST_CLAIMANTS)
    .forNoKeyUpdate()
    .execute();
  const owner = users.find((user) => user.email_verified_at !== null);
  const asking = owner ? [owner] : users.slice(0, MOST_CLAIMANTS);
  return asking.filter((user) => user.is_active);
}

const wereSentJustNow = async (trx: Db, users: readonly UserRow[], now: Date): Promise<boolean> =>
  (await trx
    .selectFrom('password_reset_tokens')
    .select('id')
    .where(
      'user_id',
      'in',
      users.map(({ id }) => id),
    )
    .where('created_at', '>', new Date(now.getTime() - PAUSE_MS))
    .executeTakeFirst()) !== undefined;

/** A link for the user, or null where there is one of this id: a job that runs again finds its request done. */
async function createLink(ctx: SystemContext, trx: Db, user: UserRow, id: string): Promise<string | null> {
  const now = ctx.clock.now();
  const { token, tokenHash } = createOneTimeToken();
  const inserted = await trx
    .insertInto('password_reset_tokens')
    .values({
      tenant_id: user.tenant_id,
      id,
      user_id: user.id,
      token_hash: tokenHash,
      created_at: now,
      expires_at: new Date(now.getTime() + LIFETIME_MS),
    })
    .onConflict((oc) => oc.columns(['tenant_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted ? `${ctx.settings.dashboardUrl}/reset-password?token=${token}` : null;
}

const openedAt = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const FOOTNOTE = 'If you didn’t request this, you can ignore this email. Your password won’t change.';

const forOne = (brand: EmailBrand, url: string): RenderedEmail =>
  renderEmail({
    brand,
    subject: 'Reset your password',
    paragraphs: [
      `We received a request to reset the password of your ${brand.name} account.`,
      'Use the link below to choose a new password. It works once and expires in one hour.',
    ],
    action: { label: 'Reset password', url },
    footnote: FOOTNOTE,
  });

/** Nothing that a claimant chose tells the accounts apart: any of them may be a stranger. */
const forSeveral = (links: readonly { user: UserRow; url: string }[]): RenderedEmail =>
  renderEmail({
    brand: PRODUCT_BRAND,
    subject: 'Reset your password',
    paragraphs: [
      `We received a request to reset the password of your ${PRODUCT_BRAND.name} account. Several accounts were created ` +
        'with this email address, and none of them has verified it. Some may have been created by other people.',
      'Choose the account you created. The first link you use assigns the email address to that account and disables ' +
        'the other links. All links expire in one hour.',
    ],
    choices: links.map(({ user, url }) => ({
      label: `Account created on ${openedAt.format(user.created_at)} UTC`,
      url,
    })),
    footnote: FOOTNOTE,
  });

/**
 * Sends a link that works once and for an hour, if the address is an active user's. Where several claim it and nobody has
 * verified it, each has a link of their own in the one email: whoever reads it gets into the account that is theirs, and
 * a stranger who claimed the address last keeps nobody out.
 */
export const sendPasswordReset = handleJob<SystemContext, typeof Payload>(passwordResetJob, async (ctx, payload) => {
  await withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const users = await findUsers(trx, payload.email);
    const [first] = users;
    if (!first || (await wereSentJustNow(trx, users, now))) return;
    const solicited = { id: payload.request_id, kind: 'password_reset', email: first.email } as const;
    if (!(await admitEmail(trx, solicited, now)).admitted) return;
    const links = [];
    for (const user of users) {
      const url = await createLink(ctx, trx, user, user === first ? payload.request_id : newId());
      if (url === null) return;
      links.push({ user, url });
    }
    const [only, ...more] = links;
    if (!only) return;
    // Until the address is known to be the user's, nothing that they chose goes to it.
    const brand = first.email_verified_at === null ? PRODUCT_BRAND : await findEmailBrand(ctx, trx, first.tenant_id);
    await enqueueEmail(ctx, trx, {
      to: first.email,
      ...(more.length > 0 ? forSeveral(links) : forOne(brand, only.url)),
    });
  });
});
