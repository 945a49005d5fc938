import { trpc } from '#/api/trpc.ts';
import { flag, offset, oneOf, optionalFlag, text } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** `current`: all that were not deleted. */
const STATUS_FILTERS = ['current', 'active', 'suspended', 'deleted'] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

/** What the address of the list says; nonsense counts as not said. */
export const SubAccountsSearch = searchSchema({
  q: text(200),
  status: oneOf(STATUS_FILTERS, 'current'),
  sort: oneOf(['name', 'rate', 'agents', 'calls', 'minutes', 'created'], 'created'),
  desc: flag(true),
  offset: offset(),
  /** Opens the form for a new one. */
  create: optionalFlag(),
});
export type SubAccountsSearch = SearchOf<typeof SubAccountsSearch>;

export const SUB_ACCOUNTS_PER_PAGE = 25;

export const subAccountsQuery = ({ q, status, sort, desc, offset: before }: Omit<SubAccountsSearch, 'create'>) =>
  trpc.agency.subAccounts.search.queryOptions({
    search: q,
    status,
    sort,
    desc,
    offset: before,
    limit: SUB_ACCOUNTS_PER_PAGE,
  });
