import { describe, expect, it } from 'vitest';
import { isStorableText, toStorableJson, toStorableText } from './storable-text.ts';

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

describe('storable JSON', () => {
  it('is plain JSON of what is storable', () => {
    const value = { a: ['x', 1, null, { b: '日本語 \\u0000' }], c: undefined };
    expect(toStorableJson(value)).toBe(JSON.stringify(value));
  });

  it('is the same for text that only looks like what cannot be stored', () => {
    const value = { a: String.raw`\u0000 \ud83d \\u0000`, b: '😀', [String.raw`\udc00`]: 1 };
    expect(toStorableJson(value)).toBe(JSON.stringify(value));
  });

  it.each(['a\0', '\ud83d', '\udfff'])('cleans %j beside text that looks like it', (text) => {
    const value = { plain: String.raw`\u0000`, text };
    expect(JSON.parse(toStorableJson(value))).toEqual({ plain: value.plain, text: toStorableText(text) });
  });

  it('cleans texts and keys at any depth', () => {
    const value = { list: [{ 'k\0ey': 'a\0b', deep: { '\ud83d': ['\udc00'] } }] };
    expect(JSON.parse(toStorableJson(value))).toEqual({ list: [{ key: 'ab', deep: { '\ufffd': ['\ufffd'] } }] });
    expect(toStorableJson(value)).not.toMatch(/\\u/);
  });
});
