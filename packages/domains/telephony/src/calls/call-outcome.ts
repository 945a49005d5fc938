import type { CallResult } from '@leadlock/voice/session';
import type { FinalStatus } from './call-status.ts';

/** How a call ended. The gateway's `CallResult` is one; a webhook or a sweep knows less. */
export interface CallOutcome extends Partial<
  Pick<
    CallResult,
    | 'transcript'
    | 'turnLatenciesMs'
    | 'firstAudioMs'
    | 'toolCalls'
    | 'usage'
    | 'interruptions'
    | 'voiceWasReady'
    | 'voices'
    | 'turns'
  >
> {
  status: FinalStatus;
  endReason: string;
  /** The cause in the provider's words. */
  detail?: string | null;
  /** The provider's name of the model, which decides the price. */
  model?: string;
  /**
   * How long the caller was on the line with an agent, as the gateway has measured it, or as the sweep could find out;
   * absent: what the clock says from the answer to `endedAt`. This is what is billed.
   */
  durationMs?: number;
  /** When it ended; absent: now. What was answered ends `durationMs` after that. */
  endedAt?: Date;
  /** What the carrier says it lasted, where it was asked; absent: what it has reported by webhook. Never billed. */
  carrierSeconds?: number;
  /** The carrier's name of its recording, where a gateway could not write it down. */
  recordingSid?: string | null;
}

/**
 * How a call ends that no agent was on. The carrier calls one `completed` that it has answered for us, also when the agent
 * never came: for whoever called it has failed.
 */
export const NEVER_CONNECTED = { status: 'failed', endReason: 'never_connected' } as const satisfies CallOutcome;

/** What only the gateway knows, and what is left out where it cannot be stored. */
type Details = 'transcript' | 'turnLatenciesMs' | 'turns' | 'toolCalls' | 'detail';

/** The outcome without what callers, models and tools have said: what the bill needs. */
export function withoutDetails({
  transcript: _transcript,
  turnLatenciesMs: _latencies,
  turns: _turns,
  toolCalls: _toolCalls,
  detail: _detail,
  ...rest
}: CallOutcome): Omit<CallOutcome, Details> {
  return rest;
}
