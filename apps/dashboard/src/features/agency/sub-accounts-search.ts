import { flag, offset, oneOf, optionalFlag, text } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';
import { SORTS, STATUS_FILTERS } from './find-sub-accounts.ts';

/** What the address of the list says; nonsense counts as not said. */
export const SubAccountsSearch = searchSchema({
  q: text(),
  status: oneOf(STATUS_FILTERS, 'current'),
  sort: oneOf(SORTS, 'created'),
  desc: flag(true),
  offset: offset(),
  /** Opens the form for a new one. */
  create: optionalFlag(),
});
export type SubAccountsSearch = SearchOf<typeof SubAccountsSearch>;
