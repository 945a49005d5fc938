import { expect, test } from 'vitest';
import { endReasonText } from './call-end-reasons.ts';

test.each([
  ['caller_hangup', 'inbound', 'The caller hung up.'],
  ['caller_hangup', 'outbound', 'The person who was called hung up.'],
  ['a_new_reason', 'inbound', 'It ended: a new reason.'],
  ['constructor', 'inbound', 'It ended: constructor.'],
  [null, 'inbound', null],
])('%s of an %s call is told as %j', (reason, direction, text) => {
  expect(endReasonText(reason, direction)).toBe(text);
});
