import { expect, test } from 'vitest';
import { findAgencyAgents, type AgencyAgent } from './find-agency-agents.ts';

const agent = (name: string, account: string, phones = 0): AgencyAgent => ({
  id: name,
  tenant_id: account.toLowerCase(),
  name,
  is_active: true,
  voice_provider: 'openai',
  voice: 'marin',
  phone_count: phones,
  sub_account_name: account,
  created_at: `2026-11-0${phones + 1}T12:00:00.000Z`,
});
const ALL = [agent('Front desk', 'Dental', 2), agent('After hours', 'Dental'), agent('Front desk 2', 'Plumbing', 1)];
const find = (changes: Partial<Parameters<typeof findAgencyAgents>[1]>) =>
  findAgencyAgents(ALL, { q: '', account: undefined, sort: 'created', desc: true, ...changes }).map(({ id }) => id);

test('agents are found by their own and their account’s name', () => {
  expect(find({ q: 'front dental' })).toEqual(['Front desk']);
  expect(find({ account: 'dental', q: 'front' })).toEqual(['Front desk']);
  expect(find({ account: 'nobody' })).toEqual([]);
});

test('the newest come first unless another order is asked for', () => {
  expect(find({})).toEqual(['Front desk', 'Front desk 2', 'After hours']);
  expect(find({ sort: 'name', desc: false })).toEqual(['After hours', 'Front desk', 'Front desk 2']);
  expect(find({ sort: 'numbers', desc: false })).toEqual(['After hours', 'Front desk 2', 'Front desk']);
});
