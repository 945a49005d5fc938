import { expect, test } from 'vitest';
import { sampleText } from './sample-text.ts';

const ava = { name: 'Ava', businessName: 'Bright Smile', greeting: null };

test.each([
  [{ greeting: 'Hi, {{ agent_name }} from {{business_name}}!' }, 'Hi, Ava from Bright Smile!'],
  [{ greeting: 'Hello {{first-name}}, good {{daytime}}!', defaults: { daytime: 'morning' } }, 'Hello, good morning!'],
  [{ greeting: null }, 'Hi, this is Ava from Bright Smile. How can I help you?'],
  [{ greeting: ' {{first_name}} ' }, 'Hi, this is Ava from Bright Smile. How can I help you?'],
  [{ businessName: ' ' }, 'Hi, this is Ava. How can I help you?'],
  [{ name: '' }, 'Thanks for calling Bright Smile. How can I help you?'],
  [{ name: '', businessName: '' }, 'Hi! How can I help you?'],
])('%o is heard as "%s"', (changes, text) => {
  expect(sampleText({ ...ava, ...changes })).toBe(text);
});

test('a long greeting is heard to the end of a sentence', () => {
  const sentence = `${'Good morning and welcome. '.repeat(10)}${'a'.repeat(100)} and so on.`;
  expect(sampleText({ ...ava, greeting: sentence })).toBe('Good morning and welcome. '.repeat(10).trim());
  const words = sampleText({ ...ava, greeting: 'words '.repeat(100) });
  expect(words.length).toBeLessThanOrEqual(300);
  expect(words).toMatch(/^(words )+words$/);
});
