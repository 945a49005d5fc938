import { MULAW_BYTES_PER_MS } from '../audio/mulaw.ts';

/** One thing the agent says, sentence by sentence, with how long each takes to play. */
export interface SpokenItem {
  readonly id: string;
  readonly text: string;
  add(sentence: string, audioBytes: number): void;
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
    add(text, audioBytes) {
      sentences.push({ text, ms: audioBytes / MULAW_BYTES_PER_MS });
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
