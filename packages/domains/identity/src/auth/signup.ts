import type { SystemContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { insertTenant } from './insert-tenant.ts';
import { hashPassword, refuseCommonPassword } from './passwords.ts';
import type { AuthResponse, SignupRequest } from './schemas.ts';
import { issueTokens } from './session.ts';

/** Creates a tenant with its owner, and signs the owner in. @throws conflict when the address has an account. */
export async function signup(ctx: SystemContext, input: SignupRequest): Promise<AuthResponse> {
  refuseCommonPassword(input.password, 'password');
  const passwordHash = await hashPassword(input.password);
  return withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const user = await trx
      .insertInto('users')
      .values({
        tenant_id: await insertTenant(ctx, trx, { name: input.company_name, type: input.account_type }),
        id: newId(),
        email: input.email,
        password_hash: passwordHash,
        role: 'owner',
        tos_accepted_at: now,
        created_at: now,
      })
      .onConflict((oc) => oc.expression(sql`lower(email)`).doNothing())
      .returningAll()
      .executeTakeFirst();
    // Leaving the transaction takes the tenant back, too.
    if (!user) throw conflict('An account with this e-mail address exists already');
    return issueTokens(ctx, trx, user);
  });
}
