import { hasEveryWord } from '../../search/has-every-word.ts';
import { statusOf, type Status, type SubAccount } from './sub-account-status.ts';

export const SORTS = ['name', 'rate', 'agents', 'calls', 'minutes', 'created'] as const;
export type SortId = (typeof SORTS)[number];

/** `current`: all that were not deleted. */
export const STATUS_FILTERS = ['current', 'active', 'suspended', 'deleted'] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

const SORT_BY: Record<SortId, (account: SubAccount) => string | number> = {
  name: ({ name }) => name,
  rate: (account) => account.per_minute_rate_cents,
  agents: (account) => account.agents_count,
  calls: (account) => account.total_calls,
  minutes: (account) => account.total_minutes,
  created: (account) => account.created_at,
};
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const fitsStatus = (status: Status, filter: StatusFilter): boolean =>
  filter === 'current' ? status !== 'deleted' : status === filter;

/** Those whose name, slug or administrator contains every word of the text, in order. */
export function findSubAccounts(
  accounts: readonly SubAccount[],
  { text, status, sorting }: { text: string; status: StatusFilter; sorting: { id: SortId; desc: boolean } },
): SubAccount[] {
  const fits = hasEveryWord(text);
  const found = accounts.filter((account) => {
    const { name, slug, admin_email, admin_name } = account;
    return fitsStatus(statusOf(account), status) && fits(name, slug, admin_email, admin_name);
  });
  const key = SORT_BY[sorting.id];
  const direction = sorting.desc ? -1 : 1;
  return found.toSorted((one, other) => direction * collator.compare(String(key(one)), String(key(other))));
}
