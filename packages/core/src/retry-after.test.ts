import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

test.each([
  [undefined, null],
  ['2', 2000],
  [' 0.5 ', 500],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['-3', null],
  ['99999999999', 99_999_999_999_000],
  ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 253_402_300_789_000],
  ['soon', null],
])('Retry-After: %s', (header, wait) => {
  expect(retryAfterMs(header, 10_000)).toBe(wait);
});
