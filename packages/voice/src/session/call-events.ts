import type { CallEnding, EndReason, RequestedEnd } from './call-ending.ts';

export type CallEvent =
  /** `hearsAgain`: it is given to hear what the caller said last, which the voice before has not understood. */
  | { type: 'provider_ready'; hearsAgain?: boolean }
  | ProviderClosed
  /** The voice is lost, and no other one can be had. */
  | { type: 'no_voice_left'; reason: EndReason; detail: string }
  /** The first audio of an item, or after all before it was heard, goes to the caller. */
  | { type: 'agent_audio' }
  /** Our own voice speaks to the caller beside the provider. */
  | { type: 'own_audio' }
  /** The provider has produced an item to its end. */
  | { type: 'item_done' }
  /** The caller has heard all that was sent. */
  | { type: 'playback_finished' }
  /** The caller has heard the notice in the greeting. */
  | { type: 'notice_heard' }
  | AnswerDone
  | { type: 'speech_started'; itemId?: string | null }
  | { type: 'speech_stopped' }
  /** Our own ears heard the caller stop, `quietMs` ago, and the provider did not notice. */
  | { type: 'speech_unnoticed'; quietMs?: number }
  /** Keys that the agent pressed have led to the same announcement again, for the `times`-th time. */
  | { type: 'menu_repeated'; times: number }
  /** Our own ears heard the caller speak while the agent does, for so long that they interrupt it. */
  | { type: 'caller_interrupts' }
  /** The caller said a word or two while the agent speaks on, which the voice hears and may not answer yet. */
  | { type: 'caller_murmurs' }
  /** The caller said a word or two while the agent spoke that it has to answer. */
  | { type: 'caller_interjects'; untold: string | null }
  /** Our own ears heard so much speech that it is no cough. */
  | { type: 'caller_insists' }
  /** No audio comes from the caller any more, not even silence. */
  | { type: 'line_dead' }
  /** `hasWords`: something was said, and not only heard. `isAgreement`: no more than that the caller follows. */
  | { type: 'user_transcript'; itemId?: string; hasWords?: boolean; isAgreement?: boolean }
  | { type: 'tool_started' }
  /** `owesAnswer` false: there is nothing to say to its result. */
  | { type: 'tool_finished'; owesAnswer?: boolean }
  /** The agent was told something that the caller waits for, though nobody said so. */
  | { type: 'news_for_caller' }
  /**
   * A tool asked for the end of the call. `spoken`: the agent has said its goodbye in the same answer. `revocable`: the
   * caller may go on instead.
   */
  | { type: 'agent_ends'; spoken: boolean; revocable?: boolean }
  /** The caller is put on hold, or comes back to the agent. */
  | { type: 'hold'; on: boolean }
  /** A tool has passed the call on: it leaves us. */
  | { type: 'handed_over' }
  | { type: 'digit'; digit: string }
  | { type: 'typed'; text: string }
  | { type: 'typing' }
  | { type: 'caller_gone'; reason: 'hangup' | 'connection_lost' }
  /** `sentence`: what the caller is told; absent: the usual farewell. */
  | { type: 'end_requested'; reason: RequestedEnd; sentence?: string }
  /** The voice cannot go on for much longer: the call is as long as it can be. */
  | { type: 'time_is_up' }
  | { type: 'fault'; detail: string }
  /** Our own voice has nothing to play. */
  | { type: 'announcement_missing' }
  | { type: 'tick' };

/** The session with the provider is over, or of no more use. */
export interface ProviderClosed {
  type: 'provider_closed';
  reason: string;
  retryable: boolean;
  /** The provider's sentence. */
  message?: string;
  /** How long it asks to wait. */
  retryAfterMs?: number;
  /** As `ProviderEnd` has it. */
  cause?: 'account' | 'settings';
  /** What it sends has no sound: nothing of it was heard. */
  inaudible?: boolean;
}

/** The provider's answer is over. */
export interface AnswerDone {
  type: 'response_done';
  status: 'completed' | 'cancelled' | 'incomplete' | 'failed';
  reason?: string;
  message?: string;
  retryAfterMs?: number;
  /** There are words of it that were never spoken. */
  hasUnspokenText?: boolean;
}

export type CallEffect =
  | { type: 'open_provider' }
  | { type: 'speak'; text?: string }
  /** The provider says that it takes a moment. */
  | { type: 'one_moment' }
  | { type: 'hold_answers'; held: boolean }
  /** Music for the caller, or its end. */
  | { type: 'hold'; on: boolean }
  /** Our own voice says a text beside the provider. */
  | { type: 'say_own'; text: string }
  /** Stops what the agent says: unheard audio is dropped and the provider's memory cut to what was heard. */
  | { type: 'interrupt' }
  /** The agent falls silent; what was not heard is kept. */
  | { type: 'yield' }
  /** The agent goes on where it fell silent. */
  | { type: 'resume' }
  /** What the caller said is no part of the conversation. */
  | { type: 'forget'; itemId: string }
  | { type: 'add_text'; role: 'user' | 'system'; text: string }
  /** What the caller has written is handed to the agent: their turn ends now. */
  | { type: 'add_typed'; text: string }
  /** Another voice goes on with the call; where none is left, this is why the call ends. */
  | { type: 'change_voice'; reason: EndReason; loss: ProviderClosed }
  /** Our own voice says that the call cannot go on; the provider is given up. */
  | { type: 'apologize' }
  /** Our own voice says a text; the provider is given up. */
  | { type: 'announce'; text: string }
  | { type: 'finish'; ending: CallEnding };
