import { expect, test } from 'vitest';
import { transferText } from './transfers.ts';

test.each([
  ['completed', '+12125550123', 'Dana at +1 (212) 555-0123 accepted the call.'],
  ['no_answer', '+12125550123;ext=45', 'Dana at +1 (212) 555-0123 ext. 45 didn’t answer.'],
  ['on_hold', '+12125550123', 'Dana at +1 (212) 555-0123 on hold.'],
])('a transfer that is %s', (status, number, text) => {
  expect(transferText({ target: 'Dana', number, status })).toBe(text);
});
