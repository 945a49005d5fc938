import { REHEARSAL_DIRECTIONS } from '@leadlock/core/call-direction';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';

export type ReportedCall = Pick<Selectable<DB['call_logs']>, 'tenant_id' | 'id' | 'direction' | 'status' | 'ended_at'>;

/**
 * The call that a webhook of this tenant's numbers is about: its own, or that of a sub-account which uses one of them, on
 * the account at the carrier that has signed. A call of another account is not for it to report on, and one in a browser
 * for no carrier. `db` must see all tenants.
 */
export function findReportedCall(
  db: Db,
  tenantId: string,
  { callSid, accountSid }: { callSid: string; accountSid: string },
): Promise<ReportedCall | undefined> {
  return db
    .selectFrom('call_sids as sid')
    .innerJoin('call_logs as call', (join) =>
      join.onRef('call.tenant_id', '=', 'sid.tenant_id').onRef('call.id', '=', 'sid.call_id'),
    )
    .select(['call.tenant_id', 'call.id', 'call.direction', 'call.status', 'call.ended_at'])
    .where('sid.twilio_call_sid', '=', callSid)
    .where('call.twilio_account_sid', '=', accountSid)
    .where('call.direction', 'not in', REHEARSAL_DIRECTIONS)
    .where('sid.tenant_id', 'in', (eb) =>
      eb
        .selectFrom('tenants')
        .select('id')
        .where((tenant) => tenant.or([tenant('id', '=', tenantId), tenant('parent_tenant_id', '=', tenantId)])),
    )
    .executeTakeFirst();
}
