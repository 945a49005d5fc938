export type { FrameCounts } from './call-counts.ts';
export { CallSession, type CallSessionOptions } from './call-session.ts';
export type { CallProgress, CallResult, TurnTiming } from './call-result.ts';
export {
  DEFAULT_CALL_POLICY,
  type CallPhase,
  type CallPolicy,
  type EndReason,
  type RequestedEnd,
} from './call-state.ts';
export type { LiveEvent } from './live-event.ts';
export { NO_SPARE_VOICES, type SpareVoices, type VoiceLoss } from './voice/spare-voices.ts';
export type { VoicePart } from './voice/voice-parts.ts';
export type { Voice } from './voice/voice.ts';
export { PrewarmedVoice } from './voice/prewarmed-voice.ts';
export { createTicker, type Ticker } from './ticker.ts';
export { OWN_SENTENCES } from './own-sentences.ts';
export { sayBeforeCall, sayInsteadOfCall } from './say-outside-call.ts';
export type { ToolConduct } from './tool-conduct.ts';
export type { ToolOutcome, ToolRun } from './tool-runs.ts';
export type { TranscriptEntry } from './transcript.ts';
