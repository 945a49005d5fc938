import type { SystemContext } from '@leadlock/context/context';
import { displayName } from '@leadlock/core/display-name';
import { EmailAddress } from '@leadlock/core/email-address';
import { conflict, notFound } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { z } from 'zod';
import { hashPassword, NewPassword, refuseCommonPassword, toUserResponse, type UserResponse } from '../auth/index.ts';
import { insertTenant } from '../auth/insert-tenant.ts';
import { findTenant } from '../tenants/index.ts';

/** A user whom an operator creates: the same rules as at sign-up, but for the terms, which nobody accepts for others. */
export const NewUser = z.object({
  email: EmailAddress,
  password: NewPassword,
  full_name: displayName(200),
  role: z.enum(['owner', 'admin', 'member']),
  is_super_admin: z.boolean(),
  /** The account they belong to: one that exists, or a new one. */
  account: z.union([
    z.object({ tenant_id: z.guid() }),
    z.object({ company_name: displayName(200), account_type: z.enum(['direct', 'agency']) }),
  ]),
});
export type NewUser = z.infer<typeof NewUser>;

async function accountOf(
  ctx: Pick<SystemContext, 'settings' | 'clock'>,
  trx: Db,
  account: NewUser['account'],
): Promise<string> {
  if ('company_name' in account) {
    return insertTenant(ctx, trx, { name: account.company_name, type: account.account_type });
  }
  const tenant = await findTenant(trx, account.tenant_id);
  if (tenant === null) throw notFound('Account');
  return tenant.id;
}

/**
 * Creates a user, and their account if it is a new one. The plan's limit of people does not hold: operators may exceed it.
 * @throws conflict when the address has a user, not_found for an unknown account, validation for a common password
 */
export async function createUser(
  ctx: Pick<SystemContext, 'db' | 'settings' | 'clock'>,
  input: NewUser,
): Promise<UserResponse> {
  refuseCommonPassword(input.password, 'password');
  const passwordHash = await hashPassword(input.password);
  const now = ctx.clock.now();
  return withTransaction(ctx.db, async (trx) => {
    const user = await trx
      .insertInto('users')
      .values({
        tenant_id: await accountOf(ctx, trx, input.account),
        id: newId(),
        email: input.email,
        password_hash: passwordHash,
        full_name: input.full_name,
        role: input.role,
        is_super_admin: input.is_super_admin,
        // The operator vouches for it.
        email_verified_at: now,
        created_at: now,
      })
      .onConflict((oc) =>
        oc
          .expression(sql`lower(email)`)
          .where('email_verified_at', 'is not', null)
          .doNothing(),
      )
      .returningAll()
      .executeTakeFirst();
    // Leaving the transaction takes a new account back, too.
    if (!user) throw conflict('A user with this email address already exists');
    return toUserResponse(user);
  });
}
