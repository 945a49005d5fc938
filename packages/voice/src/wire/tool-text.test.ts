import { isStorableText } from '@leadlock/core/storable-text';
import { expect, test } from 'vitest';
import { cleanArguments, cleanOutput } from './tool-text.ts';

test.each([
  ['{"a":1}', '{"a":1}'],
  ['', ''],
  ['not json', 'not json'],
  ['not \ud83d json\u0000', 'not \ufffd json'],
  [String.raw`{"a":"x\u0000y\ud83d","b":["\u00e9"]}`, '{"a":"xy\ufffd","b":["é"]}'],
  [String.raw`{"a\u0000":{"\udc00":1}}`, '{"a":{"\ufffd":1}}'],
  [String.raw`{"a":"\ud83d\ude00"}`, '{"a":"😀"}'],
  [String.raw`{"broken \u0000`, String.raw`{"broken \u0000`],
])('%j becomes %j', (written, clean) => {
  expect(cleanArguments(written)).toBe(clean);
  expect(cleanOutput(written)).toBe(clean);
});

test('what is cleaned can be stored as text and as JSON', () => {
  const clean = cleanArguments(String.raw`{"__proto__":"\u0000","n":1e400,"deep":[[["\ud800"]]]}`) ?? '';
  expect(isStorableText(clean)).toBe(true);
  expect(JSON.stringify(JSON.parse(clean))).not.toMatch(/\\u0000|\\ud800/);
});

test.each([
  ['nested too deeply', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['too long', JSON.stringify({ a: 'x'.repeat(200_000) })],
])('%s: nothing is passed on', (_, written) => {
  expect(cleanArguments(written)).toBeNull();
  expect(JSON.parse(cleanOutput(written))).toHaveProperty('error');
});
