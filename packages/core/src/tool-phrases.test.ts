import { expect, it } from 'vitest';
import { toolPhrase } from './tool-phrases.ts';

const used = { name: 'send_sms', arguments: {}, result: {}, success: true };

it('says what was done, by what was given', () => {
  expect(
    toolPhrase({ ...used, arguments: { message: 'See you\nat ten.' }, result: { sent: true, to: '+12125550123' } }),
  ).toBe('Sent a text to +12125550123: “See you at ten.”');
  expect(toolPhrase({ ...used, name: 'transfer_call', arguments: { target: 'Dana' } })).toBe(
    'Transferred the call to Dana',
  );
  expect(toolPhrase({ ...used, name: 'web_search', arguments: { query: 'Weather in Boston?' } })).toBe(
    'Searched the web for “Weather in Boston?”',
  );
});

it('says what could not be done, and what is being done', () => {
  const transfer = { ...used, name: 'transfer_call', arguments: { target: 'Dana' } };
  expect(toolPhrase({ ...transfer, result: { error: 'Busy' }, success: false })).toBe(
    'Couldn’t transfer the call to Dana',
  );
  expect(toolPhrase({ ...transfer, success: null })).toBe('Transfer the call to Dana');
});

it('calls custom functions by their names', () => {
  expect(toolPhrase({ ...used, name: 'lookup_order' })).toBe('lookup_order');
  expect(toolPhrase({ ...used, name: 'lookup_order', success: false })).toBe('lookup_order failed');
  expect(toolPhrase({ ...used, name: 'constructor' })).toBe('constructor');
});

it('takes anything that a model may give', () => {
  for (const given of [null, 'text', 7, [], { message: { deep: true } }, { message: '  ' }]) {
    expect(toolPhrase({ ...used, arguments: given, result: given })).toBe('Sent a text');
  }
  expect(toolPhrase({ ...used, arguments: { message: 'a'.repeat(5_000) } }).length).toBeLessThan(200);
});
