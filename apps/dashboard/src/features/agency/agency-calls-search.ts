import { CALLS_PARAMS, isFiltered, toFilter } from '#/features/calls/calls-search.ts';
import { trpc } from '#/api/trpc.ts';
import { offset, optionalText } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** The api pages through so many calls of all accounts. */
export const MOST_CALLS = 1_000;
const anyOffset = offset();

/** What the address of the list says; nonsense counts as not said. */
export const AgencyCallsSearch = searchSchema({
  ...CALLS_PARAMS,
  offset: (said) => Math.min(anyOffset(said), MOST_CALLS),
  /** A sub-account; none: all of them. */
  account: optionalText(),
});
export type AgencyCallsSearch = SearchOf<typeof AgencyCallsSearch>;

export const isNarrowed = (search: AgencyCallsSearch): boolean => search.account !== undefined || isFiltered(search);

export const agencyCallsQuery = (search: AgencyCallsSearch) =>
  trpc.agency.calls.list.queryOptions({
    ...toFilter(search),
    sub_account_id: search.account,
    limit: search.limit,
    offset: search.offset,
  });

/** Those of this moment. */
export const runningAgencyCallsQuery = () => trpc.agency.calls.list.queryOptions({ live: true, limit: 100 });
