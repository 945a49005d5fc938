import { expect, test } from 'vitest';
import { GrowingText } from './growing-text.ts';

test('joins a character that was torn in two, and never shows half of it', () => {
  const text = new GrowingText();
  expect(text.append('Hi \ud83d')).toBe('Hi ');
  expect(text.append('\ude00!')).toBe('Hi 😀!');
});

test('replaces what stays broken and drops NUL', () => {
  const text = new GrowingText();
  text.append('a\ud83d');
  expect(text.append('b\u0000\udc00c')).toBe('a\ufffdb\ufffdc');
});

test('ends somewhere, whatever the size of its pieces', () => {
  const text = new GrowingText();
  expect(text.append('x'.repeat(4_000_000))).toHaveLength(65_536);
  expect(text.append('more')).toHaveLength(65_536);
});
