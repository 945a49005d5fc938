import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import { AppError, conflict, notFound } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { createOneTimeToken } from '../auth/one-time-token.ts';
import { findAddressOwner } from '../auth/users-by-address.ts';
import { admitEmail, enqueueEmail, findEmailBrand } from '../emails/index.ts';
import { renderInvitation, renderUnusableInvitation } from './invitation-email.ts';
import { findInviterName } from './inviter-name.ts';
import { requireRoomForMember } from './team-limit.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIFETIME_MS = 7 * DAY_MS;
/** Nobody's inbox is filled from here: an invitation is sent again after it at the earliest. */
const PAUSE_MS = 60 * 1000;
/** In 24 hours, by an account and its sub-accounts together; withdrawn ones count. */
const MOST_A_DAY = 30;

export interface NewInvite {
  /** In lower case, as `EmailAddress` makes it. */
  email: string;
  /** What the person is called, if whoever invites says so. */
  fullName?: string | null;
  role: Role;
  /** The caller's tenant, or a sub-account of it. */
  tenantId: string;
}

export interface Invite {
  id: string;
  email: string;
  fullName: string | null;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}

/**
 * The tenant to invite to; other people's do not exist here. It stays locked, so that invitations follow one another:
 * of two for one person the second withdraws the first, and all of them are counted.
 */
async function lockInvitingTenant(ctx: TenantContext, trx: Db, tenantId: string): Promise<{ name: string }> {
  const tenant = await trx
    .selectFrom('tenants')
    .select('name')
    .where('id', '=', tenantId)
    .where('is_active', '=', true)
    .where((eb) => eb.or([eb('id', '=', ctx.tenant.id), eb('parent_tenant_id', '=', ctx.tenant.id)]))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!tenant) throw notFound('Account');
  return tenant;
}

/** Somebody who is here already: their own colleagues are no secret to who invites. @throws conflict */
async function refuseColleague(trx: Db, tenantId: string, email: string): Promise<void> {
  const user = await trx
    .selectFrom('users')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where(sql`lower(email)`, '=', email)
    .executeTakeFirst();
  if (user) throw conflict('This person already belongs to the account');
}

/** The last invitation may have been withdrawn since: its email was sent nevertheless. The tenant must be locked. */
async function refuseHaste(trx: Db, tenantId: string, email: string, now: Date): Promise<void> {
  const recent = await trx
    .selectFrom('invites')
    .select('created_at')
    .where('tenant_id', '=', tenantId)
    .where(sql`lower(email)`, '=', email)
    .where('created_at', '>', new Date(now.getTime() - PAUSE_MS))
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  if (!recent) return;
  const retryAfterSeconds = Math.ceil((recent.created_at.getTime() + PAUSE_MS - now.getTime()) / 1000);
  throw new AppError('rate_limited', 'An invitation was just sent to this address. Try again in a minute.', {
    retryAfterSeconds,
  });
}

/** @throws rate_limited when the account has sent many today, or the address got many. The tenant must be locked. */
async function requireAllowance(
  { tenant }: TenantContext,
  trx: Db,
  { id, email }: Pick<Invite, 'id' | 'email'>,
  now: Date,
): Promise<void> {
  const account = { id: tenant.parentTenantId ?? tenant.id, most: MOST_A_DAY };
  const answer = await admitEmail(trx, { id, kind: 'invitation', email, account }, now);
  if (answer.admitted) return;
  const { by, retryAfterSeconds } = answer;
  const message =
    by === 'account'
      ? `An account can send up to ${MOST_A_DAY} invitations in 24 hours`
      : 'Too many invitations were sent to this address in the last 24 hours';
  throw new AppError('rate_limited', message, { retryAfterSeconds });
}

/** An invitation that is sent again takes the place of the one before, whose link stops working. */
async function withdrawEarlier(trx: Db, tenantId: string, email: string, now: Date): Promise<void> {
  await trx
    .updateTable('invites')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenantId)
    .where(sql`lower(email)`, '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

/**
 * Invites somebody to a tenant by email, with a link that works once and for 7 days.
 * @param systemTrx a transaction of a system connection to be part of; absent: one of its own.
 * @throws not_found for another tenant, limit_exceeded for a full team, conflict for somebody who belongs to it,
 * rate_limited within a minute of the last one to the same address, or after many in a day.
 */
export function inviteUser(
  ctx: TenantContext,
  { email, fullName = null, role, tenantId }: NewInvite,
  systemTrx: Db = allTenants(ctx),
): Promise<Invite> {
  return withTransaction(systemTrx, async (trx) => {
    const { name } = await lockInvitingTenant(ctx, trx, tenantId);
    const now = ctx.clock.now();
    await withdrawEarlier(trx, tenantId, email, now);
    await requireRoomForMember(ctx, trx, tenantId);
    await refuseColleague(trx, tenantId, email);
    await refuseHaste(trx, tenantId, email, now);
    const { token, tokenHash } = createOneTimeToken();
    const expiresAt = new Date(now.getTime() + LIFETIME_MS);
    const invite = { id: newId(), email, fullName, role, createdAt: now, expiresAt };
    await requireAllowance(ctx, trx, invite, now);
    await trx
      .insertInto('invites')
      .values({
        tenant_id: tenantId,
        id: invite.id,
        email,
        full_name: fullName,
        role,
        token_hash: tokenHash,
        invited_by: JSON.stringify(ctx.actor),
        created_at: now,
        expires_at: expiresAt,
      })
      .execute();
    const brand = await findEmailBrand(ctx, trx, tenantId);
    const url = `${ctx.settings.dashboardUrl}/accept-invite?token=${token}`;
    // Whether the address has an account is for its owner to know: whoever invites is answered the same.
    const isTaken = (await findAddressOwner(trx, email)) !== undefined;
    const invitation = { brand, tenantName: name, inviterName: await findInviterName(trx, ctx.actor) };
    const content = isTaken ? renderUnusableInvitation(invitation) : renderInvitation({ ...invitation, url });
    await enqueueEmail(ctx, trx, { to: email, ...content });
    return invite;
  });
}
