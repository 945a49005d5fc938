import type { Role } from '@leadlock/core/actor';
import type { Db } from '@leadlock/db/client';
import { revokeKeysOf } from '../api-keys/index.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import type { UserRow } from '../auth/session.ts';
import { GHL_PROVIDER, roleOf, type GhlUser } from './ghl-user.ts';
import { payloadExpired } from './spend-payload.ts';

/**
 * What GHL said last that the person is; null before it was kept. It is kept from now on.
 * @throws unauthorized for a payload that was shown before another one that GHL has called them something else in: it
 * would undo that for as long as it opens
 */
async function exchangeToldRole(trx: Db, user: UserRow, ghlUser: GhlUser, shownAt: Date): Promise<Role | null> {
  const identity = () =>
    trx
      .selectFrom('external_identities')
      .select(['told_role', 'told_at'])
      .where('tenant_id', '=', user.tenant_id)
      .where('provider', '=', GHL_PROVIDER)
      .where('external_id', '=', ghlUser.userId)
      .forNoKeyUpdate();
  const before = await identity().executeTakeFirst();
  const toldAt = before?.told_at ?? null;
  const isOlder = toldAt !== null && shownAt < toldAt;
  if (isOlder && before?.told_role !== roleOf(ghlUser)) throw payloadExpired();
  if (isOlder) return roleOf(ghlUser);
  await trx
    .updateTable('external_identities')
    .set({ told_role: roleOf(ghlUser), told_at: shownAt })
    .where('tenant_id', '=', user.tenant_id)
    .where('provider', '=', GHL_PROVIDER)
    .where('external_id', '=', ghlUser.userId)
    .execute();
  return (before?.told_role ?? null) as Role | null;
}

/** What the person is from now on: as GHL has changed it, or else as the owner has set it here. */
function roleFrom(current: Role, told: Role, toldBefore: Role | null): Role {
  // Owners are made here, not in GHL.
  if (current === 'owner' || told === toldBefore) return current;
  return toldBefore === null && told === 'admin' ? current : told;
}

/**
 * Lets a change of the person's role in GHL take effect here. Who was an admin and is none any more is signed out
 * everywhere, and the API keys they have made stop.
 * @param times.shownAt when the payload was shown first
 */
export async function followGhlRole(
  trx: Db,
  user: UserRow,
  ghlUser: GhlUser,
  { shownAt, now }: { shownAt: Date; now: Date },
): Promise<UserRow> {
  const toldBefore = await exchangeToldRole(trx, user, ghlUser, shownAt);
  const role = roleFrom(user.role as Role, roleOf(ghlUser), toldBefore);
  if (role === user.role) return user;
  const changed = await trx
    .updateTable('users')
    .set({ role, updated_at: now })
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (role === 'member') {
    await revokeSessions(trx, { tenantId: user.tenant_id, userId: user.id }, now);
    await revokeKeysOf(trx, user.id);
  }
  return changed;
}
