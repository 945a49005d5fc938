import { MULAW_BYTES_PER_MS } from '../audio/mulaw.ts';

/** What a character takes to be said, spaces included. */
const MS_PER_CHARACTER = 65;

/** One thing the agent says, sentence by sentence, with how long each takes to play. */
export interface SpokenItem {
  readonly id: string;
  readonly text: string;
  /** Adds a sentence that begins to be spoken; it is taken to last as long as others of its length. */
  add(sentence: string): void;
  /** How long the last sentence is, in bytes of μ-law. */
  lasts(audioBytes: number): void;
  /** The words a listener has heard after `playedMs`: whole sentences, and of the one cut off a share of its words. */
  heardAfter(playedMs: number): string;
}

export function createSpokenItem(id: string): SpokenItem {
  const sentences: { text: string; ms: number }[] = [];
  return {
    id,
    get text() {
      return sentences.map((sentence) => sentence.text).join(' ');
    },
    add(text) {
      sentences.push({ text, ms: MS_PER_CHARACTER * text.length });
    },
    lasts(audioBytes) {
      const last = sentences.at(-1);
      if (last) last.ms = audioBytes / MULAW_BYTES_PER_MS;
    },
    heardAfter(playedMs) {
      const heard: string[] = [];
      let left = playedMs;
      for (const { text, ms } of sentences) {
        if (left <= 0) break;
        const words = text.split(' ');
        heard.push(...words.slice(0, ms > 0 ? Math.floor((words.length * Math.min(left, ms)) / ms) : words.length));
        left -= ms;
      }
      return heard.join(' ');
    },
  };
}
