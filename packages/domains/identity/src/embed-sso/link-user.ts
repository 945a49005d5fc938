import type { TenantContext } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import type { UserRow } from '../auth/session.ts';
import { requireRoomForMember } from '../invites/index.ts';
import type { GhlUser } from './ghl-user.ts';

const PROVIDER = 'ghl';
/** No password has this hash: who comes through GHL sets one by the link of a reset e-mail, if ever. */
const NO_PASSWORD = '!';

const roleOf = (user: GhlUser): Role => (user.role === 'admin' ? 'admin' : 'member');

/** The user who is this person of GHL in the tenant. */
export const findLinkedUser = (db: Db, tenantId: string, user: GhlUser): Promise<UserRow | undefined> =>
  db
    .selectFrom('external_identities')
    .innerJoin('users', (join) =>
      join
        .onRef('users.tenant_id', '=', 'external_identities.tenant_id')
        .onRef('users.id', '=', 'external_identities.user_id'),
    )
    .selectAll('users')
    .where('external_identities.tenant_id', '=', tenantId)
    .where('external_identities.provider', '=', PROVIDER)
    .where('external_identities.external_id', '=', user.userId)
    .executeTakeFirst();

/**
 * The user of the same address, if they may be taken for the same person: a plain user of GHL can name any address and
 * must not become an owner or admin by it.
 */
function mayBe(existing: UserRow, tenantId: string, user: GhlUser): boolean {
  return existing.tenant_id === tenantId && (roleOf(user) === 'admin' || existing.role === 'member');
}

/** Somebody whose address is taken gets one that no mail reaches; GHL is then their only way in. */
const reservedAddress = (tenantId: string, user: GhlUser): string =>
  `${user.userId}.${tenantId}@ghl.invalid`.toLowerCase();

async function createUser(ctx: TenantContext, trx: Db, user: GhlUser, email: string): Promise<UserRow> {
  await requireRoomForMember(ctx, trx, ctx.tenant.id);
  return trx
    .insertInto('users')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      email,
      password_hash: NO_PASSWORD,
      full_name: user.userName ?? null,
      role: roleOf(user),
      created_at: ctx.clock.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Finds or creates the user for a person who comes from GHL for the first time. `trx` must be a system transaction.
 * @throws limit_exceeded for a full team.
 */
export async function linkUser(ctx: TenantContext, trx: Db, user: GhlUser): Promise<UserRow> {
  // Two frames of one person may open at once: the second one finds the user of the first.
  await trx.selectFrom('tenants').select('id').where('id', '=', ctx.tenant.id).forNoKeyUpdate().execute();
  const linked = await findLinkedUser(trx, ctx.tenant.id, user);
  if (linked) return linked;
  const existing = user.email
    ? await trx
        .selectFrom('users')
        .selectAll()
        .where(sql`lower(email)`, '=', user.email)
        .executeTakeFirst()
    : undefined;
  const isSamePerson = existing !== undefined && mayBe(existing, ctx.tenant.id, user);
  const email = existing || !user.email ? reservedAddress(ctx.tenant.id, user) : user.email;
  const row = isSamePerson ? existing : await createUser(ctx, trx, user, email);
  await trx
    .insertInto('external_identities')
    .values({
      tenant_id: ctx.tenant.id,
      provider: PROVIDER,
      external_id: user.userId,
      user_id: row.id,
      created_at: ctx.clock.now(),
    })
    .execute();
  return row;
}
