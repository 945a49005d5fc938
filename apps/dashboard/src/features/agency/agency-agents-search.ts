import { flag, offset, oneOf, optionalText, text } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** What the address of the list says; nonsense counts as not said. */
export const AgencyAgentsSearch = searchSchema({
  q: text(),
  /** A sub-account; none: all of them. */
  account: optionalText(),
  sort: oneOf(['name', 'account', 'voice', 'numbers', 'active', 'created'], 'created'),
  desc: flag(true),
  offset: offset(),
});
export type AgencyAgentsSearch = SearchOf<typeof AgencyAgentsSearch>;
