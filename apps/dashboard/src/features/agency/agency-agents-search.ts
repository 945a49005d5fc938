import { trpc, type Outputs } from '#/api/trpc.ts';
import { flag, offset, oneOf, optionalText, text } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** What the address of the list says; nonsense counts as not said. */
export const AgencyAgentsSearch = searchSchema({
  q: text(200),
  /** A sub-account; none: all of them. */
  account: optionalText(),
  sort: oneOf(['name', 'account', 'voice', 'numbers', 'active', 'created'], 'created'),
  desc: flag(true),
  offset: offset(),
});
export type AgencyAgentsSearch = SearchOf<typeof AgencyAgentsSearch>;

export type AgencyAgent = Outputs['agency']['agents']['search']['agents'][number];

export const AGENCY_AGENTS_PER_PAGE = 25;

export const agencyAgentsQuery = ({ q, account, ...search }: AgencyAgentsSearch) =>
  trpc.agency.agents.search.queryOptions({
    ...search,
    search: q,
    sub_account_id: account,
    limit: AGENCY_AGENTS_PER_PAGE,
  });
