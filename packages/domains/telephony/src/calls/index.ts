export { claimCall, type ClaimedCall, type ClaimInput, type RefusedClaim } from './claim-call.ts';
export { FunctionCallLog } from './schemas.ts';
export type { CallOutcome } from './call-outcome.ts';
export { completeCall } from './complete-call.ts';
export { addRemains, settleCall, type CallRemains, type Settlement } from './settle-call.ts';
export { gatewayHeartbeat, registerGateway, removeGateway, type Heartbeat, type HeldCall } from './gateways.ts';
export { startRecording } from './start-recording.ts';
export {
  buildSession,
  RECORDING_DISCLOSURE,
  type CallFacts,
  type CallSetup,
  type CallVoice,
} from './session-config.ts';
export { prepareCall } from './set-up-call.ts';
export { sweepLostCalls } from './sweep-lost-calls.ts';
export { saveTranscript } from './save-transcript.ts';
export { CALLS_CHANNEL, readCallMessage, type CallMessage } from './call-channel.ts';
export { CallSummary } from './schemas.ts';
export { DERIVED, isDay, SUMMARY_COLUMNS } from './queries.ts';
export { callSummaryExample } from './examples.ts';
export { searchCalls } from './search-calls.ts';
export { toCallSummary } from './call-view.ts';
export { findCallsToEnd, type CallToEnd } from '../limits/find-calls-to-end.ts';
