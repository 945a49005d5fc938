import type { SystemContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { isTimeZone } from '@leadlock/core/time-zone';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { planNamed } from '../plans/index.ts';
import { slugCandidate } from './slug.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SLUG_ATTEMPTS = 5;

/** The plan that a new account tries out. */
const PLAN_ON_SIGNUP = { direct: 'starter', agency: 'agency' } as const;

/**
 * Adds a new account that is nobody's sub-account, on the trial of its plan, and returns its id. A
 * time zone that is not known becomes UTC.
 */
export async function insertTenant(
  ctx: Pick<SystemContext, 'settings' | 'clock'>,
  trx: Db,
  { name, type, timezone = '' }: { name: string; type: 'direct' | 'agency'; timezone?: string },
): Promise<string> {
  const plan = PLAN_ON_SIGNUP[type];
  const { trial } = planNamed(ctx.settings, plan);
  const now = ctx.clock.now();
  for (let attempt = 0; attempt < SLUG_ATTEMPTS; attempt++) {
    const inserted = await trx
      .insertInto('tenants')
      .values({
        id: newId(),
        name,
        slug: slugCandidate(name, attempt),
        tenant_type: type,
        plan,
        timezone: sql<string>`known_time_zone(${isTimeZone(timezone) ? timezone : 'UTC'})`,
        trial_ends_at: trial && new Date(now.getTime() + trial.days * DAY_MS),
        created_at: now,
      })
      .onConflict((oc) => oc.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted) return inserted.id;
  }
  throw conflict('Couldn’t find a free slug for this company name. Try again.');
}
