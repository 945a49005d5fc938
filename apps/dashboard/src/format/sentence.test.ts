import { expect, test } from 'vitest';
import { asSentence } from './sentence.ts';

test.each([
  ['This slug is already taken', 'This slug is already taken.'],
  ['must be letters and digits', 'Must be letters and digits.'],
  ['Input should be 0 or at least 15', 'Must be 0 or at least 15.'],
  [
    'Input should be a valid phone number. Add the country code.',
    'Must be a valid phone number. Add the country code.',
  ],
  ['Already a sentence.', 'Already a sentence.'],
  ['Choose “Save”.', 'Choose “Save”.'],
  ['Is it “on?”', 'Is it “on?”'],
  ['Reconnecting…', 'Reconnecting…'],
  ['', ''],
])('%j becomes %j', (message, sentence) => {
  expect(asSentence(message)).toBe(sentence);
});
