import { expect, test } from 'vitest';
import { labelPattern } from './label-pattern.ts';

test.each([
  ['*-pau+*', 'x^x-pau+hh=ax', true],
  ['*-pau+*', 'x^x-ax+pau=ax', false],
  ['x^*', 'x^x-pau', true],
  ['x^*', 'a^x-pau', false],
  ['*-2', '/J:7+5-2', true],
  ['*-2', '/J:7+5-21', false],
  ['*/J:?+*', '/I:0=0/J:7+5-2', true],
  ['*/J:?+*', '/I:0=0/J:17+5-2', false],
  ['*/J:1?+*', '/I:0=0/J:17+5-2', true],
  ['*a*b*', 'xaxbx', true],
  ['*a*b*', 'xbxax', false],
  ['*ab*ab', 'xab', false],
  ['a.c', 'abc', false],
  ['a?c', 'abc', true],
])('%s on %s: %s', (pattern, label, matches) => {
  expect(labelPattern(pattern)(label)).toBe(matches);
});
