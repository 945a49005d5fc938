import { z } from 'zod';

const Day = z.iso.date().optional().catch(undefined);

/** What the address of the usage says; nonsense counts as not said. */
export const UsageSearch = z.object({
  /** A sub-account; none: all of them. */
  account: z.string().optional().catch(undefined),
  from: Day,
  to: Day,
  offset: z.int().min(0).default(0).catch(0),
  limit: z
    .union([z.literal(25), z.literal(50), z.literal(100)])
    .default(25)
    .catch(25),
});
export type UsageSearch = z.output<typeof UsageSearch>;
