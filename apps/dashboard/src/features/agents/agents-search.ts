import { flag, offset, oneOf, text } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

/** What the address of the list says; nonsense counts as not said. */
export const AgentsSearch = searchSchema({
  q: text(200),
  sort: oneOf(['name', 'voice', 'mode', 'numbers', 'active', 'updated', 'created'], 'created'),
  desc: flag(true),
  offset: offset(),
});
export type AgentsSearch = SearchOf<typeof AgentsSearch>;

export const NEWEST_FIRST = { sort: 'created', desc: true } as const satisfies Partial<AgentsSearch>;
