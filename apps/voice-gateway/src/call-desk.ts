import type { CallSetup, CallToEnd, HeldCall, RefusedClaim } from '@leadlock/telephony/calls';
import type { ClaimedMonitor } from '@leadlock/telephony/monitoring';
import type { ToolCall } from '@leadlock/voice/contracts';
import type { CallProgress, CallResult, ToolOutcome, TranscriptEntry } from '@leadlock/voice/session';
import type { CallReference } from './unsaved-calls/kept-call.ts';

export type { CallToEnd, HeldCall, RefusedClaim } from '@leadlock/telephony/calls';

/** A call that this gateway has taken over, with all it needs to hold it. */
export interface ClaimedCall extends CallSetup {
  callId: string;
  tenantId: string;
  /** The carrier's name of the call; null for a call from a browser. */
  callSid: string | null;
  record: boolean;
}

export interface ClaimInput {
  token: string;
  callSid: string | null;
  streamSid: string | null;
}

/** The business side of the gateway's calls. `Call` may carry more than the gateway needs; it gets it back as it was. */
export interface CallDesk<Call extends ClaimedCall = ClaimedCall> {
  /**
   * Claims the one-time stream token; null when it is unknown, used, expired or for another call. Without a call of the
   * carrier (`callSid` null) the token of a browser's call is claimed, and no other. A refused call is over already.
   */
  claim(input: ClaimInput): Promise<Call | RefusedClaim | null>;
  /** Uses up the one-time token of somebody who wants to hear a call that runs here; null when it is no good for that. */
  claimMonitor(token: string): Promise<ClaimedMonitor | null>;
  /** How a call that is to come will be held; null for one that will not come. Nothing is claimed. */
  prepare(callId: string): Promise<CallSetup | null>;
  /** The conversation so far, after each turn. */
  saveTurn(call: Call, transcript: TranscriptEntry[]): Promise<void>;
  /** Has the carrier record the call. Returns its name of the recording. */
  startRecording(call: Call): Promise<string>;
  /** Runs a tool. A rejection tells the model that the tool failed. `over`: the call is over, or about to be. */
  runTool(call: Call, toolCall: ToolCall, over: AbortSignal): Promise<ToolOutcome>;
  /**
   * Writes a finished call, also one of another process that has died. Tried again when it rejects, and may be repeated.
   * `incomplete`: it is over and billed, and not all that was said in it could be stored.
   */
  complete(call: CallReference, result: CallResult): Promise<'settled' | 'incomplete'>;
  /** Adds what a process that died has left of a call that ran; false while nobody has found it lost. */
  addRemains(call: CallReference, progress: CallProgress): Promise<boolean>;
  /**
   * Says every few seconds that this gateway lives and holds these calls, so that those of a dead one can be told.
   * Returns the calls that may not go on.
   */
  heartbeat(calls: HeldCall[]): Promise<CallToEnd[]>;
  /** The calls of this gateway that may not go on: their account was suspended, or its trial is used up. */
  callsToEnd(): Promise<CallToEnd[]>;
}
