import { offset, oneOf, optionalDay, optionalText } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** What the address of the usage says; nonsense counts as not said. */
export const UsageSearch = searchSchema({
  /** A sub-account; none: all of them. */
  account: optionalText(),
  from: optionalDay(),
  to: optionalDay(),
  offset: offset(),
  limit: oneOf([25, 50, 100], 25),
});
export type UsageSearch = SearchOf<typeof UsageSearch>;
