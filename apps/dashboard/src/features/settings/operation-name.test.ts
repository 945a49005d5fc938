import { expect, test } from 'vitest';
import { operationName } from './operation-name.ts';

test.each([
  ['phoneNumbers.update', 'Phone numbers: update'],
  ['agency.subAccounts.create', 'Agency sub accounts: create'],
  ['members.markAllRead', 'Members: mark all read'],
  ['health', 'health'],
])('%s reads "%s"', (operation, name) => {
  expect(operationName(operation)).toBe(name);
});
