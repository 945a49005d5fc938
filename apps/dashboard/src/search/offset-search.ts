import { offset } from './search-params.ts';
import { searchSchema } from './search-schema.ts';

/** The page of a list in an address. Nonsense counts as the first page. */
export const OffsetSearch = searchSchema({ offset: offset() });
