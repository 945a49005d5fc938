import { z } from 'zod';

/** What the address of the list says; nonsense counts as not said. */
export const AgencyAgentsSearch = z.object({
  q: z.string().default('').catch(''),
  /** A sub-account; none: all of them. */
  account: z.string().optional().catch(undefined),
  sort: z.enum(['name', 'account', 'voice', 'numbers', 'active', 'created']).default('created').catch('created'),
  desc: z.boolean().default(true).catch(true),
  offset: z.int().min(0).default(0).catch(0),
});
export type AgencyAgentsSearch = z.output<typeof AgencyAgentsSearch>;
