import { expect, test } from 'vitest';
import { phrasesOf } from './phrases.ts';

const written = (text: string): string =>
  phrasesOf(text)
    .map(({ words, mark }) => words.join(' ') + mark)
    .join(' | ');

test.each([
  ['Hello, how are you?', 'hello, | how are you?'],
  ['We open at 9:30 am.', 'we open at nine thirty a.m..'],
  ['I am here.', 'i am here.'],
  ['Ask Dr. Smith, 5 Main St.', 'ask doctor smith, | five main street'],
  ["Don't call the parents' house", "don't call the parents house"],
  ['The U.S. office', 'the u s office'],
  ['An SMS or HVAC, HELLO', 'an s m s or h v a. c, | hello'],
  ['well-known... yes!', 'well known. | yes!'],
  ['constructor __proto__', 'constructor proto'],
  ['?!', ''],
])('%s', (text, phrases) => {
  expect(written(text)).toBe(phrases);
});

test('cuts what has no marks', () => {
  const phrases = phrasesOf('word '.repeat(100));
  expect(Math.max(...phrases.map(({ words }) => words.length))).toBeLessThanOrEqual(30);
  expect(phrases.flatMap(({ words }) => words)).toHaveLength(100);
});
