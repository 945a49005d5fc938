import type { RealtimeUsage } from '../contracts/realtime-provider.ts';
import type { CallEnding } from './call-ending.ts';
import type { ToolRun } from './tool-runs.ts';
import type { VoicePart } from './voice/voice-parts.ts';
import type { TranscriptEntry } from './transcript.ts';

/** How one turn of the caller was answered, in ms since the end of it as our own ears heard it. */
export interface TurnTiming {
  /** When it ended, since the call began. */
  endedMs: number;
  /** Somebody noticed: the provider, or else we. */
  detectedMs: number;
  /** The first audio of the answer came from the provider. */
  firstByteMs: number;
  /** The caller hears it: behind what our own voice may be saying. */
  firstAudioMs: number;
}

/** What a call has come to so far. */
export interface CallProgress {
  transcript: TranscriptEntry[];
  /** For each of the caller's turns: from the last loud frame to the first agent audio sent, the provider's endpointing included. */
  turnLatenciesMs: number[];
  /** The same turns with their parts. */
  turns: TurnTiming[];
  /** From the start of the stream to the first agent audio sent; null when there was none. */
  firstAudioMs: number | null;
  toolCalls: ToolRun[];
  /** The sum over all answers; null when the provider reports none. */
  usage: RealtimeUsage | null;
  /** How long the caller has been on the line, on a clock that never jumps; not what tools took after they were gone. */
  durationMs: number;
  interruptions: number;
  /** Who held the call, one after the other. */
  voices: VoicePart[];
  /** The voice provider was once ready to listen and to speak, whether or not it had to; else nobody was on the phone. */
  voiceWasReady: boolean;
  framesFromCaller: number;
  framesToCaller: number;
}

/** What is left of a call once it is over. */
export interface CallResult extends CallProgress {
  status: CallEnding['status'];
  endReason: CallEnding['reason'];
  /** The cause in the provider's words, for the log. */
  detail: string | null;
}
