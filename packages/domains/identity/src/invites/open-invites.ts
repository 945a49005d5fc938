import type { TenantContext } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import type { Db } from '@leadlock/db/client';
import type { Invite } from './invite-user.ts';

/** Invitations of the tenant that can still be accepted, the oldest first. */
export async function listOpenInvites(ctx: TenantContext): Promise<Invite[]> {
  const rows = await ctx.db
    .selectFrom('invites')
    .select(['id', 'email', 'full_name', 'role', 'created_at', 'expires_at'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    fullName: row.full_name,
    role: row.role as Role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}

/** Makes the link of an open invitation worthless. False when there is none of that id. */
export async function withdrawInvite(ctx: TenantContext, trx: Db, id: string): Promise<boolean> {
  const withdrawn = await trx
    .updateTable('invites')
    .set({ revoked_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return withdrawn !== undefined;
}
