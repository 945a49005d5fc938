/** What a call says without its provider. English, and known ahead so that they can be spoken before they are needed. */
export const OWN_SENTENCES: {
  readonly apology: string;
  readonly accountEnds: string;
  readonly notAvailable: string;
  readonly goodbye: string;
  readonly pardon: string;
  readonly cannotHear: string;
  readonly moments: readonly [string, ...string[]];
} = {
  /** The call cannot go on. */
  apology: 'I am sorry. We have a technical problem, and I have to end this call. Please try again in a few minutes.',
  /** The account may hold no more calls. It says nothing about our customer. */
  accountEnds: 'I am sorry, I have to end our call here. Thank you for calling. Goodbye.',
  /** The account or its agent takes no calls any more. It says nothing about our customer. */
  notAvailable: 'I am sorry, this number cannot take your call at the moment. Goodbye.',
  /** The goodbye that the agent did not say. */
  goodbye: 'Thank you for calling. Goodbye.',
  /** The agent had no answer. */
  pardon: 'I am sorry, I did not catch that. Could you say it again?',
  /** Nothing comes over the line. */
  cannotHear: 'I am sorry, I cannot hear you at the moment.',
  /** The caller waits for an answer; one after the other. */
  moments: ['One moment, please.', 'I am still here. Just a moment.', 'Thank you for your patience.'],
};

/** What our own voice says to a caller who waits for the `count`th time. */
export const momentSentence = (count: number): string =>
  OWN_SENTENCES.moments[count % OWN_SENTENCES.moments.length] ?? OWN_SENTENCES.moments[0];

/** Those that are a sign of life more than a message: where they would not be understood a tone does as well. */
export const NEEDS_NO_WORDS: ReadonlySet<string> = new Set([
  ...OWN_SENTENCES.moments,
  OWN_SENTENCES.pardon,
  OWN_SENTENCES.cannotHear,
  OWN_SENTENCES.goodbye,
]);
