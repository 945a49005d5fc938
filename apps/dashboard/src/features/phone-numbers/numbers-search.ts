import { trpc } from '#/api/trpc.ts';
import { flag, offset, oneOf, text } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** What the address of the list says; nonsense counts as not said. */
export const NumbersSearch = searchSchema({
  q: text(200),
  sort: oneOf(['number', 'agent', 'client', 'created'], 'created'),
  desc: flag(true),
  offset: offset(),
});
export type NumbersSearch = SearchOf<typeof NumbersSearch>;

export const NEWEST_FIRST = { sort: 'created', desc: true } as const satisfies Partial<NumbersSearch>;
export const NUMBERS_PER_PAGE = 50;

export const numbersQuery = ({ q, ...search }: NumbersSearch) =>
  trpc.phoneNumbers.search.queryOptions({ ...search, search: q, limit: NUMBERS_PER_PAGE });
