import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { findTenant } from '@leadlock/identity/tenants';
import { runCallTool } from '@leadlock/telephony/call-tools';
import {
  addRemains,
  claimCall,
  findCallsToEnd,
  gatewayHeartbeat,
  prepareCall,
  saveTranscript,
  settleCall,
  startRecording,
  type ClaimedCall as ClaimedRow,
} from '@leadlock/telephony/calls';
import { claimMonitor } from '@leadlock/telephony/monitoring';
import type { CallDesk } from './call-desk.ts';
import type { CallReference } from './unsaved-calls/kept-call.ts';

export interface TelephonyDeskOptions {
  system: SystemContext;
  /** This process, as the database knows it. */
  gatewayId: string;
  /** Where it is reached, and no other gateway; null: only at the address that all share. */
  ownUrl: string | null;
  isDraining: () => boolean;
}

/** The call desk over the telephony domain: every claimed call carries its own tenant's context. */
export function createTelephonyDesk({
  system,
  gatewayId,
  ownUrl,
  isDraining,
}: TelephonyDeskOptions): CallDesk<ClaimedRow> {
  /** Null for an account that is gone, and its calls with it. */
  async function contextOf({ tenantId, callId }: CallReference): Promise<TenantContext | null> {
    const tenant = await findTenant(system.db, tenantId);
    return tenant && forTenant(system, tenant, { type: 'call', callId });
  }

  return {
    prepare: (callId) => prepareCall(system, callId),
    claim: (input) => claimCall(system, { ...input, gatewayId }),
    claimMonitor: (token) => claimMonitor(system, { token, gatewayId }),
    saveTurn: (call, transcript) => saveTranscript(call.ctx, call.callId, transcript),
    startRecording: (call) => startRecording(call.ctx, call.callId),
    runTool: (call, toolCall, over) => runCallTool(call.ctx, call.callId, toolCall, { over }),
    async complete(call, result) {
      const ctx = await contextOf(call);
      const { model, recordingSid } = call;
      return ctx ? settleCall(ctx, call.callId, { ...result, model, recordingSid }) : 'settled';
    },
    async addRemains(call, progress) {
      const ctx = await contextOf(call);
      const { model, recordingSid } = call;
      return ctx ? addRemains(ctx, call.callId, { ...progress, model, recordingSid }) : true;
    },
    async heartbeat(calls) {
      await gatewayHeartbeat(system, { gatewayId, ownUrl, calls, draining: isDraining() });
      return findCallsToEnd(system, gatewayId);
    },
    callsToEnd: () => findCallsToEnd(system, gatewayId),
  };
}
