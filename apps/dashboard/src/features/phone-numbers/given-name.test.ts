import { expect, test } from 'vitest';
import { givenName } from './given-name.ts';

test.each([
  ['(415) 555-7194', null],
  ['+1 415 555 7194', null],
  ['', null],
  [null, null],
  ['Main line', 'Main line'],
  ['Line 2', 'Line 2'],
  ['555-0000', '555-0000'],
  ['94', '94'],
])('a number named %j has the name %j', (friendly_name, name) => {
  expect(givenName({ phone_number: '+14155557194', friendly_name })).toBe(name);
});
