import { expect, it } from 'vitest';
import { sentencesOf } from './sentences.ts';

it('gives each sentence its share of the time', () => {
  const sentences = sentencesOf({ text: 'One two. Three four five.', startedAt: 1_000, endedAt: 3_500 });
  expect(sentences.map(({ text }) => text.trim())).toEqual(['One two.', 'Three four five.']);
  expect(sentences.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
    [1_000, 1_900],
    [1_900, 3_500],
  ]);
  expect(sentencesOf({ text: '', startedAt: 0, endedAt: 100 })).toEqual([]);
});
