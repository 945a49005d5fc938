import type { TenantContext } from '@leadlock/context/context';
import { invalidField } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { followTimeZone } from '../notifications/index.ts';
import type { AccountTimeZone } from './schemas.ts';

async function isKnown(db: Db, zone: string): Promise<boolean> {
  const { rows } = await sql<{ zone: string }>`SELECT known_time_zone(${zone}) AS zone`.execute(db);
  return rows[0]?.zone === zone;
}

/**
 * Changes the account's time zone. Figures of all time are counted in the new one from then on, and notifications that
 * were sent by the old one follow.
 * @throws validation error for a zone that the database does not know
 */
export async function setTimeZone(ctx: TenantContext, { timezone }: AccountTimeZone): Promise<AccountTimeZone> {
  await withTransaction(ctx.db, async (trx) => {
    if (!(await isKnown(trx, timezone))) {
      throw invalidField(['body', 'timezone'], 'Must be an IANA time zone, such as America/New_York', timezone);
    }
    const { timezone: before } = await trx
      .selectFrom('tenants')
      .select('timezone')
      .where('id', '=', ctx.tenant.id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('tenants')
      .set({ timezone, updated_at: ctx.clock.now() })
      .where('id', '=', ctx.tenant.id)
      .execute();
    await followTimeZone(ctx, trx, { before, timezone });
  });
  return { timezone };
}
