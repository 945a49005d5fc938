import type { Turn } from './timeline.ts';

/** A sentence of a turn and when it was said, as far as can be told: in ms since the epoch. */
export interface Sentence {
  text: string;
  startedAt: number;
  endedAt: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a turn. Speech goes at an even pace, so each has the share of the time that it has of the letters. */
export function sentencesOf({ text, startedAt, endedAt }: Pick<Turn, 'text' | 'startedAt' | 'endedAt'>): Sentence[] {
  const pace = text.length === 0 ? 0 : Math.max(0, endedAt - startedAt) / text.length;
  return [...segmenter.segment(text)].map(({ segment, index }) => ({
    text: segment,
    startedAt: startedAt + index * pace,
    endedAt: startedAt + (index + segment.length) * pace,
  }));
}
