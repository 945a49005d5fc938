import { expect, test } from 'vitest';
import { findAccounts } from './find-accounts.ts';

const account = (name: string) => ({ id: name, name, slug: name.toLowerCase().replaceAll(' ', '-') });
const ALL = Array.from({ length: 1000 }, (_, index) => account(`Coffee ${index}`));

test('an account is found by the words of its name', () => {
  expect(findAccounts(ALL, 'coffee 996', 50)).toEqual({ shown: [account('Coffee 996')], more: 0 });
  expect(findAccounts(ALL, 'tea', 50)).toEqual({ shown: [], more: 0 });
});

test('of many, the first are shown and the rest is counted', () => {
  const { shown, more } = findAccounts(ALL, '', 50);
  expect([shown.length, more]).toEqual([50, 950]);
});
