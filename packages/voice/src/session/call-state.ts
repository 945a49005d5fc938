/** Why a call is ended from outside, with a goodbye. */
export type RequestedEnd =
  /** Somebody ended the call: the dashboard or the API. */
  | 'ended_by_operator'
  /** This process shuts down and could not wait any longer. */
  | 'gateway_shutdown'
  /** The account, or the agency it belongs to, was suspended or deactivated. */
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
  /** A person has the call now: it was passed on, and goes on without the agent. */
  | 'transferred'
  /** Nobody spoke for the longest allowed silence. */
  | 'silence'
  /** The longest allowed duration was reached. */
  | 'max_duration'
  | RequestedEnd
  /** A phone system led the agent in circles. */
  | 'menu_loop'
  /** The voice provider could not be reached or did not accept the session. */
  | 'provider_refused'
  /** The voice provider went away in the middle of the call. */
  | 'provider_lost'
  /** The voice provider stayed silent, even after a retry. */
  | 'provider_stuck'
  /** A fault of our own. */
  | 'internal_error';

export type CallPhase = 'connecting' | 'greeting' | 'listening' | 'thinking' | 'speaking' | 'closing' | 'closed';

/** What it takes to interrupt the agent. */
export interface InterruptionRules {
  /** How long somebody speaks who interrupts, in ms; fewer words do so by what they say. */
  shortestMs: number;
  /** Somebody who is much louder than usual is heard sooner. */
  heedsEmphasis: boolean;
  /** Words with which this agent's callers only show that they listen, beside the usual ones. */
  backchannels: readonly string[];
}

/** Reminders of a caller who says nothing. */
export interface IdleRules {
  /** After so much silence, in ms; Infinity: never. */
  afterMs: number;
  /** How often, until the caller says or does something. */
  count: number;
  /** What the agent says then; null: what it finds. */
  sentence: string | null;
}

/** The rules of one call. All times in ms. */
export interface CallPolicy {
  speaksFirst: boolean;
  /** The exact first words, with the recording disclosure where there is one; null: the model finds its own. */
  greeting: string | null;
  /** The beginning of `greeting` that nothing may cut short, such as the recording notice; null: there is none. */
  notice: string | null;
  /** What the agent says when the call has to end. */
  farewell: string;
  maxDurationMs: number;
  /** How long before that the model is told, so that it comes to an end; 0: it is not. */
  warnBeforeEndMs: number;
  /** Both sides quiet for so long: the call ends. */
  maxSilenceMs: number;
  interruptions: InterruptionRules;
  idle: IdleRules;
  /** How long the caller may speak without a pause before the agent takes the turn. */
  longestTurnMs: number;
  /** So often keys that the agent presses may lead to the same announcement before the call ends. */
  mostMenuLoops: number;
  /** How long the provider may leave the caller without an answer before the request is retried, and before the provider is given up. */
  replyTimeoutMs: number;
  /** The caller waits for something and hears nothing for so long: they are told that it takes a moment. */
  fillerAfterMs: number;
  /** How often an answer that failed is asked for again. */
  answerAttempts: number;
  /** The longest wait that a provider may ask for before the next attempt; a longer one ends the call. */
  maxRetryWaitMs: number;
  /** How long the last words may leave the line quiet before our own voice says them, and then before the call ends. */
  closingTimeoutMs: number;
  /** How long last words may take, however much is said. */
  closingLimitMs: number;
  /** How long a tool may take before the model is told that it does. */
  toolTimeoutMs: number;
  /** After the last key the pressed digits are handed over together. */
  digitsTimeoutMs: number;
  /** How long the words the caller said last are waited for after the hang-up. */
  transcriptTimeoutMs: number;
  /** How often a connection that failed for a passing reason is tried. */
  connectAttempts: number;
  /** How long all attempts to connect may take together. */
  connectTimeoutMs: number;
}

export const DEFAULT_CALL_POLICY: CallPolicy = {
  speaksFirst: true,
  greeting: null,
  notice: null,
  farewell: 'I have to end our call now. Thank you for calling. Goodbye.',
  maxDurationMs: 30 * 60_000,
  warnBeforeEndMs: 30_000,
  maxSilenceMs: 120_000,
  interruptions: { shortestMs: 500, heedsEmphasis: true, backchannels: [] },
  idle: { afterMs: Infinity, count: 0, sentence: null },
  longestTurnMs: Infinity,
  mostMenuLoops: 3,
  replyTimeoutMs: 6000,
  fillerAfterMs: 2500,
  answerAttempts: 3,
  maxRetryWaitMs: 10_000,
  closingTimeoutMs: 3000,
  closingLimitMs: 120_000,
  toolTimeoutMs: 20_000,
  digitsTimeoutMs: 1500,
  transcriptTimeoutMs: 1500,
  connectAttempts: 2,
  connectTimeoutMs: 15_000,
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
  /** Last words are over, however much is said. */
  closingLimit: number;
  /** What the caller said during a goodbye was nothing. */
  objection: number;
  /** All attempts to connect are over. */
  connect: number;
  /** The time to try again what failed: to connect, or to answer. */
  retry: number;
  /** The caller has waited long enough without hearing anything. */
  filler: number;
  /** The model is told that the call has to end soon. */
  warning: number;
  /** It shows whether the caller for whom the agent fell silent has interrupted it. */
  yield: number;
  /** The caller is asked whether they are still there. */
  idle: number;
  /** The caller has spoken for long enough without a pause. */
  longTurn: number;
}

/** The exact first words, until they were heard. */
export interface OpeningState {
  /** They may not be cut short: the notice among them was not heard yet or, without one, none of them was. */
  owed: boolean;
  /** The provider has said all of them. */
  produced: boolean;
  /** How often they were begun in vain. */
  attempts: number;
  /** They are said again as soon as the caller pauses. */
  pending: boolean;
  /** Our own voice says them. */
  own: boolean;
  /** The caller has spoken meanwhile and waits for an answer. */
  callerWaits: boolean;
}

/** The voice was lost, and another one is being opened. */
export interface Recovery {
  /** The caller waits for what the lost one owed them. */
  owes: boolean;
  /** It was cut off in the middle of what it said. */
  brokeOff: boolean;
}

/** The agent has fallen silent because the caller seems to interrupt it. */
export interface Yielded {
  at: number;
  /** What the caller says. */
  itemId: string | null;
  /** It was short: its words tell whether it was an interruption. */
  awaitsWords: boolean;
  /** Meanwhile the agent speaks on. */
  speaksOn: boolean;
}

/** The caller speaks during a goodbye. */
export interface Objection {
  itemId: string | null;
  stopped: boolean;
  /** The provider answers to it already. */
  answered: boolean;
}

export interface CallState {
  phase: CallPhase;
  connectAttempts: number;
  /** The provider is producing an answer. */
  responding: boolean;
  /** It is in the middle of what it says. */
  itemOpen: boolean;
  /** It has said something in this answer. */
  spoke: boolean;
  /** It has called a tool in this answer. */
  calledTool: boolean;
  /** Agent audio is on its way that the caller has not heard yet. */
  playing: boolean;
  /** Our own voice tells the caller that it takes a moment. */
  filling: boolean;
  /** How often it did since the agent last spoke. */
  fillers: number;
  callerSpeaking: boolean;
  yielded: Yielded | null;
  /** The agent takes the turn from a caller who speaks without end; until it has finished they are not heard. */
  takingTurn: boolean;
  /** How often the caller was reminded since they last said or did something. */
  reminders: number;
  /** When the silence ends the call in which the caller was reminded; Infinity: they were not. */
  silentUntil: number;
  /** The agent owes an answer. */
  awaitingReply: boolean;
  /** The request was retried since the provider last spoke. */
  nudged: boolean;
  /** The provider had nothing to say to the caller, who still waits. */
  leftUnanswered: boolean;
  /** Answers that failed since the last one that did not. */
  failedAnswers: number;
  toolsRunning: number;
  /** When the agent last began to speak, and when it had done so before the caller last said something; -Infinity: never. */
  agentSpokeAt: number;
  repliedTo: number;
  /** The caller waits for somebody else and hears music; they and the agent do not hear each other. */
  onHold: boolean;
  /** The caller has said something whose words have not arrived. */
  transcriptPending: boolean;
  digits: string;
  /** No key has followed for a while: they can be handed over. */
  digitsReady: boolean;
  /** What the caller has written and the agent was not given yet; '' when there is nothing. */
  typed: string;
  opening: OpeningState | null;
  /** The provider's own answers are not heard. */
  answersHeld: boolean;
  /** Null while there is a voice, or none to be had. */
  recovery: Recovery | null;
  /** A voice that has taken over is given to hear what the caller said last, and was not asked to answer it yet. */
  hearsAgain: boolean;
  /** When the longest duration is reached. */
  endsAt: number;
  /** It is, and the agent finishes its sentence. */
  overtime: boolean;
  /** In `closing`: what is said last; null: what the model finds. */
  lastWords: string | null;
  /** In `closing`: the last words were begun. */
  lastWordsBegun: boolean;
  /** In `closing`: our own voice was asked for them. */
  announced: boolean;
  /** In `closing`: the caller may still call the end off by speaking. */
  revocable: boolean;
  objection: Objection | null;
  /** What the caller said during a goodbye and was taken for nothing: its words may still come. */
  dismissedItem: string | null;
  ending: CallEnding | null;
  deadlines: CallDeadlines;
}

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

/** A call that is short anyway has no end to prepare for. */
const warningAt = ({ warnBeforeEndMs, maxDurationMs }: CallPolicy, at: number): number =>
  warnBeforeEndMs > 0 && maxDurationMs > 2 * warnBeforeEndMs ? at + maxDurationMs - warnBeforeEndMs : Infinity;

export function initialCallState(policy: CallPolicy, at: number): CallState {
  return {
    phase: 'connecting',
    connectAttempts: 1,
    responding: false,
    itemOpen: false,
    spoke: false,
    calledTool: false,
    playing: false,
    filling: false,
    fillers: 0,
    callerSpeaking: false,
    yielded: null,
    takingTurn: false,
    reminders: 0,
    silentUntil: Infinity,
    awaitingReply: false,
    nudged: false,
    leftUnanswered: false,
    failedAnswers: 0,
    toolsRunning: 0,
    agentSpokeAt: -Infinity,
    repliedTo: -Infinity,
    onHold: false,
    transcriptPending: false,
    digits: '',
    digitsReady: false,
    typed: '',
    opening: null,
    answersHeld: false,
    recovery: null,
    hearsAgain: false,
    endsAt: at + policy.maxDurationMs,
    overtime: false,
    lastWords: null,
    lastWordsBegun: false,
    announced: false,
    revocable: false,
    objection: null,
    dismissedItem: null,
    ending: null,
    deadlines: {
      duration: at + policy.maxDurationMs,
      silence: Infinity,
      reply: Infinity,
      digits: Infinity,
      closing: Infinity,
      closingLimit: Infinity,
      objection: Infinity,
      connect: at + policy.connectTimeoutMs,
      retry: Infinity,
      filler: at + policy.fillerAfterMs,
      warning: warningAt(policy, at),
      yield: Infinity,
      idle: Infinity,
      longTurn: Infinity,
    },
  };
}
