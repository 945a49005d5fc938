import { describe, expect, it } from 'vitest';
import { isStorableText, toStorableText } from './storable-text.ts';

describe('storable text', () => {
  it.each(['', 'hello', 'müller 😀', '日本語'])('keeps %j as it is', (text) => {
    expect(isStorableText(text)).toBe(true);
    expect(toStorableText(text)).toBe(text);
  });

  it.each([
    ['a\0b', 'ab'],
    ['\ud83d', '\ufffd'],
    ['x\udc00y\0', 'x\ufffdy'],
  ])('makes %j storable', (text, stored) => {
    expect(isStorableText(text)).toBe(false);
    expect(toStorableText(text)).toBe(stored);
  });
});
