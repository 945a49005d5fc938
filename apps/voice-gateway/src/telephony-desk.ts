import type { SystemContext } from '@leadlock/context/context';
import { runTool } from '@leadlock/telephony/call-tools';
import {
  claimCall,
  completeCall,
  gatewayHeartbeat,
  saveTranscript,
  startRecording,
  type ClaimedCall as ClaimedRow,
} from '@leadlock/telephony/calls';
import type { CallDesk } from './call-desk.ts';

export interface TelephonyDeskOptions {
  system: SystemContext;
  /** This process, as the database knows it. */
  gatewayId: string;
  isDraining: () => boolean;
}

/** The call desk over the telephony domain: every claimed call carries its own tenant's context. */
export function createTelephonyDesk({ system, gatewayId, isDraining }: TelephonyDeskOptions): CallDesk<ClaimedRow> {
  return {
    claim: (input) => claimCall(system, { ...input, gatewayId }),
    saveTurn: (call, transcript) => saveTranscript(call.ctx, call.callId, transcript),
    startRecording: (call) => startRecording(call.ctx, call.callId),
    runTool: (call, toolCall) => runTool(call.ctx, call.callId, toolCall),
    async complete(call, result) {
      await completeCall(call.ctx, call.callId, { ...result, model: call.model });
    },
    heartbeat: (callIds) => gatewayHeartbeat(system, { gatewayId, callIds, draining: isDraining() }),
  };
}
