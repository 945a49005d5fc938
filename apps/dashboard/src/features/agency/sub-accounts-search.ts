import * as z from 'zod/mini';
import { flag, offset, oneOf, optionalFlag, text } from '#/search/search-params.ts';
import { SORTS, STATUS_FILTERS } from './find-sub-accounts.ts';

/** What the address of the list says; nonsense counts as not said. */
export const SubAccountsSearch = z.object({
  q: text(),
  status: oneOf(STATUS_FILTERS, 'current'),
  sort: oneOf(SORTS, 'created'),
  desc: flag(true),
  offset: offset(),
  /** Opens the form for a new one. */
  create: optionalFlag(),
});
export type SubAccountsSearch = z.output<typeof SubAccountsSearch>;
