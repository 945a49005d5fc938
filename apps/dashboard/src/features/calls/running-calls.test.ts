import { describe, expect, it } from 'vitest';
import type { Call } from './call-labels.ts';
import { replaceCall, withNews } from './running-calls.ts';

const call = (id: string, changes: Partial<Call> = {}): Call => ({
  id,
  tenant_id: 't',
  twilio_call_sid: id,
  direction: 'inbound',
  from_number: '+12125550123',
  to_number: '+14155550100',
  status: 'in-progress',
  started_at: `2026-11-22T10:00:0${id}.000Z`,
  ended_at: null,
  ...changes,
});

describe('the running calls', () => {
  it('gain one that begins, the newest first', () => {
    expect(withNews([call('1')], call('2')).map(({ id }) => id)).toEqual(['2', '1']);
    expect(withNews([call('2')], call('1')).map(({ id }) => id)).toEqual(['2', '1']);
  });

  it('change in place, and lose one that is over', () => {
    const running = [call('2', { status: 'ringing' }), call('1')];
    expect(withNews(running, call('2'))).toEqual([call('2'), call('1')]);
    const ended = call('2', { status: 'completed', ended_at: '2026-11-22T10:01:00.000Z' });
    expect(withNews(running, ended).map(({ id }) => id)).toEqual(['1']);
    expect(withNews(running, call('3', { ended_at: ended.ended_at }))).toBe(running);
  });
});

it('a page shows the newest state of its calls, and knows which are not its own', () => {
  const page = { calls: [call('2'), call('1')], total: 9 };
  expect(replaceCall(page, call('1', { status: 'busy' }))).toEqual({
    calls: [call('2'), call('1', { status: 'busy' })],
    total: 9,
  });
  expect(replaceCall(page, call('3'))).toBeUndefined();
});
