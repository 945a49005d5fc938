import { expect, it } from 'vitest';
import { isNestedDeeper } from './json-depth.ts';

it.each([
  ['', false],
  ['[[{"a":[1]}]]', true],
  ['[[{"a":1}]]', false],
  ['[{"a":"[[[["}]', false],
  [String.raw`{"a":"\"]]]]","b":[[[1]]]}`, true],
  [String.raw`["\\",[[[1]]]]`, true],
  ['[[[[', true],
  ['[1],[2],[3],[4]', false],
])('%s is deeper than three: %s', (json, deeper) => {
  expect(isNestedDeeper(json, 3)).toBe(deeper);
});

it('is quick with what is long or deep', () => {
  expect(isNestedDeeper('['.repeat(5_000_000), 100)).toBe(true);
  expect(isNestedDeeper(`"${String.raw`\"`.repeat(1_000_000)}`, 100)).toBe(false);
});
