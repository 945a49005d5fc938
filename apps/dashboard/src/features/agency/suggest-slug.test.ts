import { CreateSubAccountRequest } from '@leadlock/agency/sub-accounts/schemas';
import { expect, test } from 'vitest';
import { suggestSlug } from './suggest-slug.ts';

test.each([
  ['Kettle & Crané', 'kettle-crane'],
  ['  Dana’s  Diner ', 'danas-diner'],
  ['24/7 Towing!', '24-7-towing'],
  ['a'.repeat(62) + ' b', 'a'.repeat(62)],
])('the slug of %s is one that the api takes', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
  expect(CreateSubAccountRequest.shape.slug.safeParse(slug).success).toBe(true);
});

test('a name without a letter of the alphabet suggests nothing', () => {
  expect(suggestSlug('株式会社')).toBe('');
});
