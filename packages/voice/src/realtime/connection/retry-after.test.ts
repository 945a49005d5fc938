import { expect, test } from 'vitest';
import { providerSentence } from './provider-sentence.ts';
import { statedWaitMs } from './retry-after.ts';

test.each([
  ['Rate limit reached. Please try again in 1.5s. Visit https://x.test', 1500],
  ['Please try again in 20ms.', 20],
  ['Please try again in 1m2.5s.', 62_500],
  ['Please try again in 2h3m.', 7_380_000],
  ['Retry after 3 s', 3000],
  ['Please retry after 1.5 seconds.', 1500],
  ['Please try again in 500 milliseconds.', 500],
  ['Please try again in 1 minute and 2 seconds.', 62_000],
  ['TRY AGAIN IN 2 SECONDS', 2000],
  ['Please try again later.', null],
  ['Try again in a moment', null],
  [`try again in ${'9'.repeat(100_000)}s`, null],
])('%s', (text, wait) => {
  expect(statedWaitMs(text)).toBe(wait);
});

test("a provider's sentence is one bounded line without keys", () => {
  expect(providerSentence('Bad key\n sk-proj-abc123***XYZ and xai-abcdef.')).toBe('Bad key [key] and [key]');
  expect(providerSentence('x'.repeat(5000))).toHaveLength(300);
  expect(providerSentence('a\u0000\ud83d')).toBe('a\ufffd');
});
