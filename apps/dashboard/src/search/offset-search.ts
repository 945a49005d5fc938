import { z } from 'zod';

/** The page of a list in an address: how many rows lie before it. Nonsense counts as the first page. */
export const OffsetSearch = z.object({ offset: z.int().min(0).default(0).catch(0) });
