import type { CallSetup } from '@leadlock/telephony/calls';
import type { ToolCall } from '@leadlock/voice/contracts';
import type { CallResult, ToolOutcome, TranscriptEntry } from '@leadlock/voice/session';

/** A call that this gateway has taken over, with all it needs to hold it. */
export interface ClaimedCall extends CallSetup {
  callId: string;
  tenantId: string;
  /** The carrier's name of the call; null for a call from a browser. */
  callSid: string | null;
  record: boolean;
}

/** The business side of the gateway's calls. `Call` may carry more than the gateway needs; it gets it back as it was. */
export interface CallDesk<Call extends ClaimedCall = ClaimedCall> {
  /**
   * Claims the one-time stream token; null when it is unknown, used, expired or for another call. Without a call of the
   * carrier (`callSid` null) the token of a browser's call is claimed, and no other.
   */
  claim(input: { token: string; callSid: string | null; streamSid: string | null }): Promise<Call | null>;
  /** The conversation so far, after each turn. */
  saveTurn(call: Call, transcript: TranscriptEntry[]): Promise<void>;
  startRecording(call: Call): Promise<void>;
  /** Runs a tool. A rejection tells the model that the tool failed. */
  runTool(call: Call, toolCall: ToolCall): Promise<ToolOutcome>;
  /** Writes the finished call. Called once for every claimed call; tried again when it rejects. */
  complete(call: Call, result: CallResult): Promise<void>;
  /** Says every few seconds that this gateway lives and holds these calls, so that those of a dead one can be told. */
  heartbeat(callIds: string[]): Promise<void>;
}
