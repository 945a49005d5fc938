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
