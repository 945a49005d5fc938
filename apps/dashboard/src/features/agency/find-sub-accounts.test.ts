import { describe, expect, it } from 'vitest';
import { findSubAccounts } from './find-sub-accounts.ts';
import type { SubAccount } from './sub-account-status.ts';

const account = (name: string, changes: Partial<SubAccount> = {}): SubAccount => ({
  id: name,
  name,
  slug: name.toLowerCase(),
  is_active: true,
  is_suspended: false,
  created_at: '2026-11-22T12:00:00.000Z',
  per_minute_rate_cents: 20,
  monthly_platform_fee_cents: 0,
  billing_start_day: 1,
  integrations: [],
  total_calls: 0,
  total_minutes: 0,
  total_texts: 0,
  agents_count: 0,
  ...changes,
});

const ALL = [
  account('Branch 10', { total_calls: 9, admin_email: 'ada@dental.example' }),
  account('branch 2', { total_calls: 100, is_suspended: true }),
  account('Gone', { is_active: false }),
];
const find = (changes: Partial<Parameters<typeof findSubAccounts>[1]> = {}) =>
  findSubAccounts(ALL, { text: '', status: 'current', sorting: { id: 'name', desc: false }, ...changes }).map(
    ({ name }) => name,
  );

describe('finding sub-accounts', () => {
  it('leaves out deleted ones unless they are asked for', () => {
    expect(find()).toEqual(['branch 2', 'Branch 10']);
    expect(find({ status: 'suspended' })).toEqual(['branch 2']);
    expect(find({ status: 'deleted' })).toEqual(['Gone']);
  });

  it('looks for every word in the name and the administrator', () => {
    expect(find({ text: 'BRANCH dental' })).toEqual(['Branch 10']);
    expect(find({ text: 'branch nowhere' })).toEqual([]);
  });

  it('sorts figures by their size', () => {
    expect(find({ sorting: { id: 'calls', desc: true } })).toEqual(['branch 2', 'Branch 10']);
    expect(find({ sorting: { id: 'calls', desc: false } })).toEqual(['Branch 10', 'branch 2']);
  });
});
