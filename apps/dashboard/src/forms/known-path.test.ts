import { expect, test } from 'vitest';
import { knownPath } from './known-path.ts';

const VALUES = { name: '', emails: ['ann@example.com'], prices: { eur: 5 }, note: null };

test.each([
  ['name', 'name'],
  ['emails.0', 'emails.0'],
  ['emails.3', 'emails'],
  ['prices.eur', 'prices.eur'],
  ['prices.eur.net', 'prices.eur'],
  ['prices.xai', 'prices'],
  ['note.text', 'note'],
  ['slug', null],
  ['toString', null],
])('%s stands at %s', (path, at) => {
  expect(knownPath(path, VALUES)).toBe(at);
});
