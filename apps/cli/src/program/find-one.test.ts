import { expect, test } from 'vitest';
import { findOne } from './find-one.ts';

const agents = [
  { id: '0190-a', name: 'Front desk' },
  { id: '0190-b', name: 'Night line' },
  { id: '0190-c', name: 'Night' },
];
const find = (named: string, isExact?: boolean) =>
  findOne(agents, named, { what: 'agent', names: ({ name }) => [name], isExact }).id;

test('a beginning is enough where only one begins so', () => {
  expect(find('front')).toBe('0190-a');
  expect(find('Night')).toBe('0190-c');
  expect(() => find('ni')).toThrow('Several are named ni');
});

test.each(['Front', 'front desk', '0190-', 'Night l'])('%s is not enough where the name must be exact', (named) => {
  expect(() => find(named, true)).toThrow('is not a full name');
});

test.each([
  ['Front desk', '0190-a'],
  ['0190-b', '0190-b'],
  ['Night', '0190-c'],
])('%s is exact', (named, id) => {
  expect(find(named, true)).toBe(id);
});
