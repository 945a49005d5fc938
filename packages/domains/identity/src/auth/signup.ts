import type { SystemContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { planNamed } from '../plans/index.ts';
import { hashPassword, refuseCommonPassword } from './passwords.ts';
import type { AuthResponse, SignupRequest } from './schemas.ts';
import { issueTokens } from './session.ts';
import { slugCandidate } from './slug.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SLUG_ATTEMPTS = 5;

/** The plan that a new account tries out. */
const PLAN_ON_SIGNUP = { direct: 'starter', agency: 'agency' } as const;

async function insertTenant(ctx: SystemContext, trx: Db, input: SignupRequest): Promise<string> {
  const plan = PLAN_ON_SIGNUP[input.account_type];
  const { trial } = planNamed(ctx.settings, plan);
  const now = ctx.clock.now();
  for (let attempt = 0; attempt < SLUG_ATTEMPTS; attempt++) {
    const inserted = await trx
      .insertInto('tenants')
      .values({
        id: newId(),
        name: input.company_name,
        slug: slugCandidate(input.company_name, attempt),
        tenant_type: input.account_type,
        plan,
        trial_ends_at: trial && new Date(now.getTime() + trial.days * DAY_MS),
        created_at: now,
      })
      .onConflict((oc) => oc.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted) return inserted.id;
  }
  throw conflict('No free name was found for this company; try again');
}

/** Creates a tenant with its owner, and signs the owner in. @throws conflict when the address has an account. */
export async function signup(ctx: SystemContext, input: SignupRequest): Promise<AuthResponse> {
  refuseCommonPassword(input.password, 'password');
  const passwordHash = await hashPassword(input.password);
  return withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const user = await trx
      .insertInto('users')
      .values({
        tenant_id: await insertTenant(ctx, trx, input),
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
