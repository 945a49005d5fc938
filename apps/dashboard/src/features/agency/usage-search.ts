import * as z from 'zod/mini';
import { offset, oneNumberOf, optionalDay, optionalText } from '#/search/search-params.ts';

/** What the address of the usage says; nonsense counts as not said. */
export const UsageSearch = z.object({
  /** A sub-account; none: all of them. */
  account: optionalText(),
  from: optionalDay(),
  to: optionalDay(),
  offset: offset(),
  limit: oneNumberOf([25, 50, 100], 25),
});
export type UsageSearch = z.output<typeof UsageSearch>;
