/** Why a call is ended from outside, with a goodbye. */
export type RequestedEnd =
  /** Somebody ended the call: the dashboard or the API. */
  | 'ended_by_operator'
  /** This process shuts down and could not wait any longer. */
  | 'gateway_shutdown'
  /** The account, or the agency it belongs to, was suspended or switched off. */
  | 'account_suspended'
  /** The trial that the call was held in is used up or over. */
  | 'minutes_used_up';

/** Why a call ended. */
export type EndReason =
  /** The caller hung up. */
  | 'caller_hangup'
  /** The caller's media connection broke without a word. */
  | 'connection_lost'
  /** The agent said goodbye and hung up: the `end_call` tool, or another tool that ends the call. */
  | 'agent_hangup'
  /** Nobody spoke for the longest allowed silence. */
  | 'silence'
  /** The longest allowed duration was reached. */
  | 'max_duration'
  | RequestedEnd
  /** The voice provider could not be reached or did not accept the session. */
  | 'provider_refused'
  /** The voice provider went away in the middle of the call. */
  | 'provider_lost'
  /** The voice provider stayed silent, even after it was asked again. */
  | 'provider_stuck'
  /** A fault of our own. */
  | 'internal_error';

export type CallPhase = 'connecting' | 'greeting' | 'listening' | 'thinking' | 'speaking' | 'closing' | 'closed';

/** The rules of one call. All times in ms. */
export interface CallPolicy {
  speaksFirst: boolean;
  /** The exact first words, with the recording disclosure where there is one; null: the model finds its own. */
  greeting: string | null;
  /** What the agent says when the call has to end. */
  farewell: string;
  maxDurationMs: number;
  /** Both sides quiet for so long: the call ends. */
  maxSilenceMs: number;
  /** How long the provider may leave the caller without an answer, before it is asked again and before it is given up. */
  replyTimeoutMs: number;
  /** How long goodbye or apology may take before the call ends without its end. */
  closingTimeoutMs: number;
  /** How long a tool may take before the model is told that it does. */
  toolTimeoutMs: number;
  /** After the last key the pressed digits are handed over together. */
  digitsTimeoutMs: number;
  /** How long the words the caller said last are waited for after the hang-up. */
  transcriptTimeoutMs: number;
  /** How often a connection that failed for a passing reason is tried. */
  connectAttempts: number;
}

export const DEFAULT_CALL_POLICY: CallPolicy = {
  speaksFirst: true,
  greeting: null,
  farewell: 'I have to end our call now. Thank you for calling. Goodbye.',
  maxDurationMs: 30 * 60_000,
  maxSilenceMs: 120_000,
  replyTimeoutMs: 10_000,
  closingTimeoutMs: 15_000,
  toolTimeoutMs: 20_000,
  digitsTimeoutMs: 1500,
  transcriptTimeoutMs: 1500,
  connectAttempts: 2,
};

export interface CallEnding {
  status: 'completed' | 'failed';
  reason: EndReason;
  /** What the provider or the process had to say about it. */
  detail: string | null;
}

/** Points in time, in ms; Infinity while a rule does not apply. */
export interface CallDeadlines {
  duration: number;
  silence: number;
  reply: number;
  digits: number;
  closing: number;
}

export interface CallState {
  phase: CallPhase;
  connectAttempts: number;
  /** The provider is producing an answer. */
  responding: boolean;
  /** Agent audio is on its way that the caller has not heard yet. */
  playing: boolean;
  callerSpeaking: boolean;
  /** The agent owes an answer. */
  awaitingReply: boolean;
  /** The provider was asked again since it last spoke. */
  nudged: boolean;
  toolsRunning: number;
  /** The caller has said something whose words have not arrived. */
  transcriptPending: boolean;
  digits: string;
  /** What the caller has written and the agent was not given yet; '' when there is nothing. */
  typed: string;
  /** In `closing`: the last words were begun. */
  lastWordsBegun: boolean;
  ending: CallEnding | null;
  deadlines: CallDeadlines;
}

export type CallEvent =
  | { type: 'provider_ready' }
  | { type: 'provider_closed'; reason: string; retryable: boolean }
  /** The first audio of an item, or after all before it was heard, goes to the caller. */
  | { type: 'agent_audio' }
  /** The caller has heard all that was sent. */
  | { type: 'playback_finished' }
  | { type: 'response_done'; status: 'completed' | 'cancelled' | 'incomplete' | 'failed' }
  | { type: 'speech_started' }
  | { type: 'speech_stopped' }
  /** Our own gate heard the caller speak and stop, and the provider did not notice. */
  | { type: 'speech_unnoticed' }
  | { type: 'user_transcript' }
  | { type: 'tool_started' }
  | { type: 'tool_finished' }
  /** A tool asked for the end of the call. `spoken`: the agent has said its goodbye in the same answer. */
  | { type: 'agent_ends'; spoken: boolean }
  | { type: 'digit'; digit: string }
  | { type: 'typed'; text: string }
  | { type: 'typing' }
  | { type: 'caller_gone'; reason: 'hangup' | 'connection_lost' }
  /** `sentence`: what the caller is told; absent: the usual farewell. */
  | { type: 'end_requested'; reason: RequestedEnd; sentence?: string }
  | { type: 'fault'; detail: string }
  /** Our own voice has nothing to play. */
  | { type: 'announcement_missing' }
  | { type: 'tick' };

export type CallEffect =
  | { type: 'open_provider' }
  | { type: 'speak'; text?: string }
  /** Stops what the agent says: unheard audio is dropped and the provider's memory cut to what was heard. */
  | { type: 'interrupt' }
  | { type: 'add_text'; role: 'user' | 'system'; text: string }
  /** What the caller has written is handed to the agent: their turn ends now. */
  | { type: 'add_typed'; text: string }
  /** Our own voice says that the call cannot go on; the provider is given up. */
  | { type: 'apologise' }
  /** Our own voice says a text; the provider is given up. */
  | { type: 'announce'; text: string }
  | { type: 'finish'; ending: CallEnding };

export function initialCallState(policy: CallPolicy, at: number): CallState {
  return {
    phase: 'connecting',
    connectAttempts: 1,
    responding: false,
    playing: false,
    callerSpeaking: false,
    awaitingReply: false,
    nudged: false,
    toolsRunning: 0,
    transcriptPending: false,
    digits: '',
    typed: '',
    lastWordsBegun: false,
    ending: null,
    deadlines: {
      duration: at + policy.maxDurationMs,
      silence: Infinity,
      reply: Infinity,
      digits: Infinity,
      closing: Infinity,
    },
  };
}
