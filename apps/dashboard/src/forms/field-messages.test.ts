import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldMessage } from './field-messages.ts';

const messageOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: fieldMessage }).error?.issues[0]?.message;

test.each([
  ['an empty text', z.string().min(1), '', 'This field is required.'],
  ['a text of blanks', z.string().trim().min(1), '  ', 'This field is required.'],
  ['nothing at all', z.string(), undefined, 'This field is required.'],
  ['a short text', z.string().min(6), 'abc', 'At least 6 characters.'],
  ['a long text', z.string().max(3), 'abcd', 'At most 3 characters.'],
  ['an empty address', z.email(), '', 'This field is required.'],
  ['half an address', z.email(), 'ann@', 'Enter a valid email address.'],
  ['half a link', z.url(), 'http:', 'Enter a valid URL.'],
  ['a small number', z.number().min(3), 1, 'At least 3.'],
  ['a great whole number', z.int().max(3), 4, 'At most 3.'],
  ['what its schema has words for', z.boolean().refine((yes) => yes, 'Accept it.'), false, 'Accept it.'],
])('%s is told in plain words', (_, schema, value, message) => {
  expect(messageOf(schema, value)).toBe(message);
});

test('what has no plain words keeps those of the library', () => {
  expect(messageOf(z.array(z.string()).min(3), [])).toMatch(/3/);
});
