import { expect, test } from 'vitest';
import { hasEveryWord } from './has-every-word.ts';

test.each([
  ['', true],
  ['  ', true],
  ['dental BRIGHT', true],
  ['minn', true],
  ['bright plumbing', false],
])('"%s" is found: %s', (search, found) => {
  expect(hasEveryWord(search)('Bright Dental', null, 'Minneapolis')).toBe(found);
});
