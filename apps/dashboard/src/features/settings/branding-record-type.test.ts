import { expect, test } from 'vitest';
import { recordType } from './branding-record-type.ts';

test('a name leads to a name, an address needs a record of its kind', () => {
  expect(recordType('voice.example.com')).toBe('CNAME');
  expect(recordType('192.0.2.7')).toBe('A');
  expect(recordType('[2001:db8::7]')).toBe('AAAA');
});
