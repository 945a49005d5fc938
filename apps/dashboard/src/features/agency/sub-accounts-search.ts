import { z } from 'zod';
import { SORTS, STATUS_FILTERS } from './find-sub-accounts.ts';

/** What the address of the list says; nonsense counts as not said. */
export const SubAccountsSearch = z.object({
  q: z.string().default('').catch(''),
  status: z.enum(STATUS_FILTERS).default('current').catch('current'),
  sort: z.enum(SORTS).default('created').catch('created'),
  desc: z.boolean().default(true).catch(true),
  offset: z.int().min(0).default(0).catch(0),
  /** Opens the form for a new one. */
  create: z.boolean().optional().catch(undefined),
});
export type SubAccountsSearch = z.output<typeof SubAccountsSearch>;
