const LONGEST_PHRASE = 12;
/** How often a phrase of that many tokens may stand in a row. "No, no, no, no" is speech, 24 tokens of it are not. */
const allowedRepeats = (phraseLength: number): number => Math.max(3, Math.ceil(12 / phraseLength));

/**
 * A small decoder that has lost the thread says the same phrase again and again. Returns the tokens with that phrase
 * left in once, or null when they do not end in such a run.
 */
export function withoutRepetition(tokens: readonly number[]): number[] | null {
  for (let length = 1; length <= LONGEST_PHRASE; length++) {
    const repeats = allowedRepeats(length);
    if (tokens.length < length * (repeats + 1)) continue;
    let same = 0;
    while (same < length * repeats && tokens.at(-1 - same) === tokens.at(-1 - same - length)) same++;
    if (same === length * repeats) return tokens.slice(0, tokens.length - same);
  }
  return null;
}
