import type { CallEnding } from './call-ending.ts';
import type { CallPolicy } from './call-policy.ts';

export type CallPhase = 'connecting' | 'greeting' | 'listening' | 'thinking' | 'speaking' | 'closing' | 'closed';

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
  /** They are on hold, and no voice is left: one is tried again when they are back. */
  voiceless: boolean;
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
    voiceless: false,
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
