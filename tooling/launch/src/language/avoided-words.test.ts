import { describe, expect, test } from 'vitest';
import { findSlips, readAvoidedWords } from './avoided-words.ts';

const words = readAvoidedWords(
  ['# Words', '| `before` | not read |', '## Words to avoid', '', '| Avoid | Write |', '| --- | --- |']
    .concat(['| `organis*`, `*Colour*` | organize, color |', '| `switched off` | disabled |', '| `«` | " |'])
    .join('\n'),
);
const found = (text: string): string[] => findSlips(text, words).map(({ word }) => word);

describe('the words to avoid', () => {
  test('are those of the table, with what to write', () => {
    expect(words.map(({ word, instead }) => [word, instead])).toEqual([
      ['organis*', 'organize, color'],
      ['*Colour*', 'organize, color'],
      ['switched off', 'disabled'],
      ['«', '"'],
    ]);
  });

  test('are not taken from a text without a table', () => {
    expect(() => readAvoidedWords('# Nothing')).toThrow('No words found');
  });

  test.each([
    ['our Organisation', ['organis*']],
    ['reorganise', []],
    ['const backgroundColour = 1', ['*Colour*']],
    ['it was switched  off', ['switched off']],
    ['it was switched offline', []],
    ['a «quote»', ['«']],
    ['organize colors', []],
  ])('in "%s": %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('come with their line', () => {
    expect(findSlips('one\ntwo colours', words)).toMatchObject([{ line: 2 }]);
  });
});
