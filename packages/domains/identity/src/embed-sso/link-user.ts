import type { TenantContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { recordEntry, type RequestOrigin } from '../audit/index.ts';
import type { UserRow } from '../auth/session.ts';
import { findAddressOwner } from '../auth/users-by-address.ts';
import { RESERVED_DOMAIN } from '../emails/index.ts';
import { requireRoomForMember } from '../invites/index.ts';
import { GHL_PROVIDER, roleOf, type GhlUser } from './ghl-user.ts';

/** No password has this hash: who comes through GHL sets one by the link of a reset email, if ever. */
const NO_PASSWORD = '!';

/**
 * The user who is this person of GHL in the tenant. They stay locked, also for another frame of theirs: whether they are
 * disabled, and their role, do not change before the transaction ends.
 */
export const findLinkedUser = (trx: Db, tenantId: string, user: GhlUser): Promise<UserRow | undefined> =>
  trx
    .selectFrom('external_identities')
    .innerJoin('users', (join) =>
      join
        .onRef('users.tenant_id', '=', 'external_identities.tenant_id')
        .onRef('users.id', '=', 'external_identities.user_id'),
    )
    .selectAll('users')
    .where('external_identities.tenant_id', '=', tenantId)
    .where('external_identities.provider', '=', GHL_PROVIDER)
    .where('external_identities.external_id', '=', user.userId)
    .forNoKeyUpdate('users')
    .executeTakeFirst();

/** Whether this person of GHL was a user of the tenant and is none any more: their identity outlives the user. */
async function wasRemoved(trx: Db, tenantId: string, user: GhlUser): Promise<boolean> {
  const identity = await trx
    .selectFrom('external_identities')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('provider', '=', GHL_PROVIDER)
    .where('external_id', '=', user.userId)
    .executeTakeFirst();
  return identity !== undefined && identity.user_id === null;
}

/**
 * The user of the tenant who has the address that GHL tells, if they may be taken for the same person. GHL does not
 * verify addresses: anybody can name any, and must not gain by it what they are not in GHL.
 */
const findSamePerson = (trx: Db, tenantId: string, user: GhlUser, email: string): Promise<UserRow | undefined> =>
  trx
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(sql`lower(email)`, '=', email)
    .where('is_super_admin', '=', false)
    .where('role', 'in', roleOf(user) === 'admin' ? ['admin', 'member'] : ['member'])
    .orderBy((eb) => eb('email_verified_at', 'is', null))
    .forNoKeyUpdate()
    .executeTakeFirst();

async function createUser(ctx: TenantContext, trx: Db, user: GhlUser): Promise<UserRow> {
  await requireRoomForMember(ctx, trx, ctx.tenant.id);
  const id = newId();
  const insert = (email: string) =>
    trx
      .insertInto('users')
      .values({
        tenant_id: ctx.tenant.id,
        id,
        email,
        password_hash: NO_PASSWORD,
        full_name: user.userName ?? null,
        role: roleOf(user),
        created_at: ctx.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  // Somebody whose address is another's gets one that no mail reaches; GHL is then their only way in. An address of their
  // own they have yet to verify, for GHL has not.
  const isFree = user.email && !(await findAddressOwner(trx, user.email));
  return insert(isFree && user.email ? user.email : `${id}@${RESERVED_DOMAIN}`);
}

/**
 * Finds or creates the user for a person who comes from GHL for the first time. `trx` must be a system transaction.
 * @throws limit_exceeded for a full team, forbidden for somebody who was removed and has no user again.
 */
export async function linkUser(ctx: TenantContext, trx: Db, user: GhlUser, origin: RequestOrigin): Promise<UserRow> {
  // Two frames of one person may open at once: the second one finds the user of the first.
  await trx.selectFrom('tenants').select('id').where('id', '=', ctx.tenant.id).forNoKeyUpdate().execute();
  const linked = await findLinkedUser(trx, ctx.tenant.id, user);
  if (linked) return linked;
  const existing = user.email ? await findSamePerson(trx, ctx.tenant.id, user, user.email) : undefined;
  if (!existing && (await wasRemoved(trx, ctx.tenant.id, user))) {
    throw forbidden('You were removed from this account. Ask its owner to invite you again.');
  }
  const row = existing ?? (await createUser(ctx, trx, user));
  await trx
    .insertInto('external_identities')
    .values({
      tenant_id: ctx.tenant.id,
      provider: GHL_PROVIDER,
      external_id: user.userId,
      user_id: row.id,
      told_role: roleOf(user),
      created_at: ctx.clock.now(),
    })
    .onConflict((oc) =>
      oc.columns(['tenant_id', 'provider', 'external_id']).doUpdateSet({ user_id: row.id, told_role: roleOf(user) }),
    )
    .execute();
  await recordEntry(ctx, trx, row, { ...origin, operation: 'embedSso.signIn' });
  return row;
}
