import { expect, test } from 'vitest';
import { saidYes } from './said-yes.ts';

test.each<[boolean | null, string[]]>([
  [
    true,
    [
      'Yes, sure.',
      'Yes please',
      'One',
      'One.',
      "I'll take it",
      'No problem.',
      'Sure, no problem!',
      'Not a problem, go ahead',
      'Why not',
      'Put them through',
      'Sí, claro',
    ],
  ],
  [
    false,
    [
      'No',
      'I can’t right now',
      "Sure, but I don't have time",
      'Sorry, later',
      'You have reached Lee. Please leave a message after the tone.',
      'The mailbox of Lee is full',
      'Can you take a message?',
    ],
  ],
  [
    null,
    [
      '',
      'Hello?',
      'One moment, please',
      'Please hold the line',
      'Who is calling, please?',
      'Hold on one second',
      'Thank you for calling Acme. To connect with sales, say sales. All our lines are in use; yes, we know how that is and we thank you for your patience with us today.',
    ],
  ],
])('%s: %j', (expected, sentences) => {
  expect(sentences.map((SpeechResult) => [SpeechResult, saidYes({ SpeechResult })])).toEqual(
    sentences.map((sentence) => [sentence, expected]),
  );
});

test('a key counts more than what was heard beside it', () => {
  expect(saidYes({ Digits: '1', SpeechResult: 'no' })).toBe(true);
  expect(saidYes({ Digits: '2', SpeechResult: 'yes' })).toBe(false);
  expect(saidYes({ Digits: '9' })).toBeNull();
});

test('what goes on without end is no answer', () => {
  expect(saidYes({ SpeechResult: 'hello '.repeat(1_000_000) })).toBeNull();
});
