import { expect, test } from 'vitest';
import { toE164 } from './phone.ts';

test.each([
  ['(212) 555-2368', '+12125552368'],
  ['+44 20 7183 8750', '+442071838750'],
  ['212 555', null],
  ['911', null],
  ['not a number', null],
])('%s is %s', (typed, number) => {
  expect(toE164(typed)).toBe(number);
});
