import { expect, it } from 'vitest';
import { remedyOf } from './call-end.ts';

it('knows what helps against how a call ended', () => {
  expect([remedyOf('no_agent'), remedyOf('agent_unavailable'), remedyOf('caller_hangup')]).toEqual([
    'phone-numbers',
    'agent',
    null,
  ]);
});
