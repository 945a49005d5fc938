import * as z from 'zod/mini';
import { offset } from './search-params.ts';

/** The page of a list in an address. Nonsense counts as the first page. */
export const OffsetSearch = z.object({ offset: offset() });
