import { expect, it } from 'vitest';
import { endReasonText, remedyOf } from './call-end.ts';

it('says in plain words why a call ended, and what helps', () => {
  expect(endReasonText('caller_hangup', 'inbound')).toBe('The caller hung up.');
  expect(endReasonText('caller_hangup', 'outbound')).toBe('The person who was called hung up.');
  expect(endReasonText('a_new_reason', 'inbound')).toBe('It ended: a new reason.');
  expect(endReasonText(null, 'inbound')).toBeNull();
  expect([remedyOf('no_agent'), remedyOf('agent_unavailable'), remedyOf('caller_hangup')]).toEqual([
    'phone-numbers',
    'agent',
    null,
  ]);
});
