import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { enqueueEmail, nameInEmail, PRODUCT_BRAND, renderEmail } from '../emails/index.ts';
import { oneMonthAfter, selectDeletionRequests, toDeletionRequest } from './deletion-request.ts';
import type { DeletionRequest, DeletionRequestPayload } from './schemas.ts';

interface Requester {
  id: string;
  email: string;
  email_verified_at: Date | null;
}

/** The owner who asks. @throws forbidden where a sub-account or anything but its owner asks. */
async function findRequester(ctx: TenantContext, trx: Db): Promise<Requester> {
  const { actor, tenant } = ctx;
  if (tenant.type === 'sub_account') throw forbidden('Only the agency can delete a sub-account');
  if (actor.type !== 'user' || actor.role !== 'owner') throw forbidden('Owner access required');
  return trx
    .selectFrom('users')
    .select(['id', 'email', 'email_verified_at'])
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', actor.userId)
    .executeTakeFirstOrThrow();
}

/** Tells those who operate the installation, who must act, and the owner, who may not have asked. */
async function tell(ctx: TenantContext, trx: Db, owner: Requester, dueAt: Date): Promise<void> {
  const account = nameInEmail(ctx.tenant.name);
  const day = dueAt.toISOString().slice(0, 10);
  const operators = await trx
    .selectFrom('users')
    .select('email')
    .where('is_super_admin', '=', true)
    .where('is_active', '=', true)
    .execute();
  const notice = renderEmail({
    brand: PRODUCT_BRAND,
    subject: `Account deletion requested: ${account}`,
    paragraphs: [
      `${owner.email} requested the deletion of the account ${account} (${ctx.tenant.id}).`,
      `Deadline: ${day}.`,
    ],
  });
  // An installation may have no super admin; somebody reads what is answered to its emails.
  const fallback = ctx.settings.emailFrom === undefined ? [] : [ctx.settings.emailFrom];
  const addresses = operators.length > 0 ? operators.map(({ email }) => email) : fallback;
  for (const to of addresses) await enqueueEmail(ctx, trx, { to, ...notice });
  // An address that nobody has shown to be theirs gets nothing that somebody else has worded.
  if (owner.email_verified_at === null) return;
  const confirmation = renderEmail({
    brand: PRODUCT_BRAND,
    subject: 'Your account will be deleted',
    paragraphs: [
      `We received your request to delete the account ${account} and all its data.`,
      `We’ll complete it by ${day}.`,
    ],
    footnote: 'If you didn’t request this, change your password and reply to this email.',
  });
  await enqueueEmail(ctx, trx, { to: owner.email, ...confirmation });
}

/**
 * Writes down that the account is to be deleted, and tells those who will do it. While a request is pending, that one
 * is the answer. @throws forbidden to everybody but the owner, and for a sub-account.
 */
export async function requestDeletion(ctx: TenantContext, input: DeletionRequestPayload): Promise<DeletionRequest> {
  return withTransaction(allTenants(ctx), async (trx) => {
    const owner = await findRequester(ctx, trx);
    // Two requests at once: the second one waits here and finds the first.
    await trx.selectFrom('tenants').select('id').where('id', '=', ctx.tenant.id).forNoKeyUpdate().execute();
    const pending = await selectDeletionRequests(trx, ctx.tenant.id).where('status', '=', 'pending').executeTakeFirst();
    if (pending) return toDeletionRequest(pending);
    const now = ctx.clock.now();
    const row = await trx
      .insertInto('account_deletion_requests')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        requested_by: owner.id,
        requested_by_email: owner.email,
        reason: input.reason || null,
        requested_at: now,
        due_at: oneMonthAfter(now),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await tell(ctx, trx, owner, row.due_at);
    ctx.log.warn({ deletionRequestId: row.id }, 'account deletion requested');
    return toDeletionRequest(row);
  });
}
