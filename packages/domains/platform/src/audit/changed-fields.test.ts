import { expect, test } from 'vitest';
import { describeFields, describeOwnFields } from './changed-fields.ts';

test.each([
  [['full_name'], 'their name'],
  [['current_password', 'new_password'], 'their password'],
  [['full_name', 'current_password', 'new_password'], 'their name and password'],
  [[], 'their profile'],
])('somebody who changed %j of themselves changed %s', (fields, words) => {
  expect(describeOwnFields(fields)).toBe(words);
});

test.each([
  [['url'], 'the URL of '],
  [['role', 'is_active'], 'the role and status of '],
  [['a', 'b', 'c', 'd'], '4 settings of '],
  [[], ''],
])('before a thing of which %j changed stands %j', (fields, words) => {
  expect(describeFields(fields)).toBe(words);
});
