import { expect, it } from 'vitest';
import { partyOf, speakersOf } from './call-party.ts';

const call = {
  direction: 'inbound',
  from_number: '+12125550123',
  to_number: '+14155550100',
  caller_name: null,
} as const;

it('names the one whom the agent talked to', () => {
  expect(partyOf(call)).toEqual({ title: '+1 (212) 555-0123', detail: null });
  expect(partyOf({ ...call, direction: 'outbound' })).toEqual({ title: '+1 (415) 555-0100', detail: null });
  expect(partyOf({ ...call, caller_name: ' Ada ' })).toEqual({ title: 'Ada', detail: '+1 (212) 555-0123' });
  expect(partyOf({ ...call, from_number: 'anonymous' }).title).toBe('Number withheld');
  expect(partyOf({ ...call, direction: 'test', from_number: 'browser' })).toEqual({
    title: 'Test from the browser',
    detail: null,
  });
});

it('names who speaks', () => {
  const named = { ...call, agent_name: 'Ava' };
  expect(speakersOf({ ...call, agent_name: null })).toEqual({ agent: 'Agent', caller: 'Caller' });
  expect(speakersOf({ ...named, direction: 'outbound' })).toEqual({ agent: 'Ava', caller: '+1 (415) 555-0100' });
  expect(speakersOf({ ...named, direction: 'outbound', caller_name: 'Ada' })).toEqual({ agent: 'Ava', caller: 'Ada' });
});
