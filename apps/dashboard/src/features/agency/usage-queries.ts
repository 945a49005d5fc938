import { trpc } from '#/api/trpc.ts';
import type { UsageSearch } from './usage-search.ts';

/** A page of calls, and what all that fit come to. */
export const allUsageQuery = ({ from, to, offset, limit }: UsageSearch) =>
  trpc.agency.usage.list.queryOptions({ date_from: from, date_to: to, offset, limit });

/** The same of one sub-account. */
export const accountUsageQuery = (account: string, { from, to, offset, limit }: UsageSearch) =>
  trpc.agency.usage.ofSubAccount.queryOptions({ sub_account_id: account, date_from: from, date_to: to, offset, limit });

/** Which of that page, and how much of all that fit, has no known cost. */
export const unpricedUsageQuery = ({ account, from, to, offset, limit }: UsageSearch) =>
  trpc.agency.usage.unpriced.queryOptions({ sub_account_id: account, date_from: from, date_to: to, offset, limit });

/** Where the same calls are to be had as CSV. */
export function exportPath({ account, from, to }: Pick<UsageSearch, 'account' | 'from' | 'to'>): string {
  const query = new URLSearchParams();
  if (account) query.set('sub_account_id', account);
  if (from) query.set('date_from', from);
  if (to) query.set('date_to', to);
  return `/agency/usage/export?${query}`;
}
