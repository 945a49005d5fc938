import { allTenants } from '@leadlock/context/all-tenants';
import { forTenant, type TenantContext } from '@leadlock/context/context';
import { findTenant } from '@leadlock/identity/tenants';
import type { AuthenticWebhook } from '../twilio-webhooks/authenticate.ts';
import { findReportedCall } from '../twilio-webhooks/find-call.ts';
import { findLeg, type CallLeg } from './call-leg.ts';
import { findTransfersOf, type Transfer } from './transfer.ts';

/** A transfer that a webhook is about. */
export interface ReportedTransfer {
  /** Acts for the tenant whose call it is. */
  ctx: TenantContext;
  leg: CallLeg;
  transfer: Transfer;
}

async function withLeg(owner: TenantContext, accountSid: string, transfer: Transfer): Promise<ReportedTransfer | null> {
  const tenant = await findTenant(allTenants(owner), transfer.tenant_id);
  if (!tenant || (tenant.id !== owner.tenant.id && tenant.parentTenantId !== owner.tenant.id)) return null;
  const ctx = forTenant(owner, tenant, owner.actor);
  const leg = await findLeg(allTenants(owner), tenant.id, transfer.call_id);
  return leg?.accountSid === accountSid ? { ctx, leg, transfer } : null;
}

/** The transfer with this id, of a call on the account that has signed: the tenant's own, or a sub-account's. */
export async function findReportedTransfer(
  { ctx: owner, accountSid }: AuthenticWebhook,
  transferId: string,
): Promise<ReportedTransfer | null> {
  const transfer = await allTenants(owner)
    .selectFrom('call_transfers')
    .selectAll()
    .where('id', '=', transferId)
    .where('tenant_id', 'in', (eb) =>
      eb
        .selectFrom('tenants')
        .select('id')
        .where((tenant) =>
          tenant.or([tenant('id', '=', owner.tenant.id), tenant('parent_tenant_id', '=', owner.tenant.id)]),
        ),
    )
    .executeTakeFirst();
  return transfer ? withLeg(owner, accountSid, transfer as Transfer) : null;
}

/** The last transfer of a call that has one, by the carrier's name of the call. */
export async function findTransferOfCall(webhook: AuthenticWebhook, callSid: string): Promise<ReportedTransfer | null> {
  const { ctx: owner, accountSid } = webhook;
  const db = allTenants(owner);
  const call = await findReportedCall(db, owner.tenant.id, { callSid, accountSid });
  const transfer = call && (await findTransfersOf(db, call.tenant_id, call.id)).at(-1);
  return transfer ? withLeg(owner, accountSid, transfer) : null;
}
