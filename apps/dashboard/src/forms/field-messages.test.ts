import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldMessage } from './field-messages.ts';

const messageOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: fieldMessage }).error?.issues[0]?.message;

test.each([
  ['an empty text', z.string().min(1), '', 'Fill this in'],
  ['a text of blanks', z.string().trim().min(1), '  ', 'Fill this in'],
  ['nothing at all', z.string(), undefined, 'Fill this in'],
  ['a short text', z.string().min(6), 'abc', 'At least 6 characters'],
  ['a long text', z.string().max(3), 'abcd', 'At most 3 characters'],
  ['an empty address', z.email(), '', 'Fill this in'],
  ['half an address', z.email(), 'ann@', 'This is not an e-mail address'],
  ['half a link', z.url(), 'http:', 'This is not a web address'],
  ['what its schema has words for', z.boolean().refine((yes) => yes, 'Accept it'), false, 'Accept it'],
])('%s is told in plain words', (_, schema, value, message) => {
  expect(messageOf(schema, value)).toBe(message);
});

test('numbers keep the words of the library', () => {
  expect(messageOf(z.number().min(3), 1)).toMatch(/3/);
});
