import { expect, test } from 'vitest';
import { includedTests } from './included-tests.ts';

test.each([
  [[], null],
  [[['inbound', 5]], null],
  [
    [
      ['inbound', 5],
      ['test', 1],
    ],
    'Includes 1 test call',
  ],
  [
    [
      ['test', 1_200],
      ['demo', 34],
      ['outbound', 3],
    ],
    'Includes 1,234 test calls',
  ],
] as const)('of %j it says %s', (calls, said) => {
  expect(includedTests(calls)).toBe(said);
});
