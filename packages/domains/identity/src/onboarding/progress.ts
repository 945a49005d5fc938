import type { TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { Db, DB } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import type { Selectable, Updateable } from 'kysely';
import type { OnboardingProgress } from './schemas.ts';

export type ProgressRow = Selectable<DB['onboarding_progress']>;
export type ProgressChanges = Omit<Updateable<DB['onboarding_progress']>, 'tenant_id' | 'id' | 'created_at'>;

export const toProgress = (row: ProgressRow): OnboardingProgress => ({
  ...row,
  completed_at: row.completed_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

/** The tenant's row, which begins with its first reader. */
export async function findOrBegin(ctx: TenantContext, db: Db): Promise<ProgressRow> {
  const now = ctx.clock.now();
  await db
    .insertInto('onboarding_progress')
    .values({ tenant_id: ctx.tenant.id, id: newId(), created_at: now, updated_at: now })
    .onConflict((oc) => oc.column('tenant_id').doNothing())
    .execute();
  return db
    .selectFrom('onboarding_progress')
    .selectAll()
    .where('tenant_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
}

/** Changes the row after what it holds; changes at the same time follow one another. */
export function changeProgress(
  ctx: TenantContext,
  decide: (row: ProgressRow, trx: Db) => ProgressChanges | Promise<ProgressChanges>,
): Promise<OnboardingProgress> {
  return withTransaction(ctx.db, async (trx) => {
    await findOrBegin(ctx, trx);
    const row = await trx
      .selectFrom('onboarding_progress')
      .selectAll()
      .where('tenant_id', '=', ctx.tenant.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const changed = await trx
      .updateTable('onboarding_progress')
      .set({ ...(await decide(row, trx)), updated_at: ctx.clock.now() })
      .where('tenant_id', '=', ctx.tenant.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toProgress(changed);
  });
}
