import type { TenantContext } from '@leadlock/context/context';
import { limitExceeded } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { planNamed } from '../plans/index.ts';

/** Refuses one more person than the plan allows, counting open invitations, too. The tenant's row must be locked. */
export async function requireRoomForMember(ctx: TenantContext, trx: Db, tenantId: string): Promise<void> {
  const limit = planNamed(ctx.settings, ctx.tenant.plan).teamMembers;
  if (limit === null) return;
  const { users, invites } = await trx
    .selectNoFrom((eb) => [
      eb
        .selectFrom('users')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('tenant_id', '=', tenantId)
        .where('is_active', '=', true)
        .$asScalar()
        .as('users'),
      eb
        .selectFrom('invites')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('tenant_id', '=', tenantId)
        .where('accepted_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', ctx.clock.now())
        .$asScalar()
        .as('invites'),
    ])
    .executeTakeFirstOrThrow();
  if (users + invites < limit) return;
  const people = limit === 1 ? '1 person' : `${limit} people`;
  throw limitExceeded(`This account can have up to ${people}. Remove someone or upgrade your plan.`);
}
