import { expect, test } from 'vitest';
import { createSpokenItem } from './spoken-item.ts';

test('knows which words were heard when the playback stopped', () => {
  const item = createSpokenItem('i');
  expect(item.heardAfter(1000)).toBe('');
  item.add('Hello, this is Ava.');
  item.lasts(16_000);
  item.add('How can I help you today?');
  item.lasts(16_000);
  expect(item.text).toBe('Hello, this is Ava. How can I help you today?');
  expect(item.heardAfter(0)).toBe('');
  expect(item.heardAfter(1000)).toBe('Hello, this');
  expect(item.heardAfter(2000)).toBe('Hello, this is Ava.');
  expect(item.heardAfter(3000)).toBe('Hello, this is Ava. How can I');
  expect(item.heardAfter(60_000)).toBe(item.text);
});

test('counts a sentence without sound as heard', () => {
  const item = createSpokenItem('i');
  item.add('…');
  item.lasts(0);
  item.add('Yes.');
  item.lasts(8000);
  expect(item.heardAfter(1000)).toBe('… Yes.');
});

test('estimates how long a sentence is that is still being made', () => {
  const item = createSpokenItem('i');
  item.add('This is the first sentence of a long answer.');
  expect(item.heardAfter(1000)).toBe('This is the');
});
