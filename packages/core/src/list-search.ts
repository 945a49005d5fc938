import { z } from 'zod';
import { OffsetPage } from './offset-page.ts';

const LONGEST_SEARCH = 200;

/** Words to find rows by. */
export const SearchText = z
  .string()
  .max(LONGEST_SEARCH)
  .default('')
  .meta({ description: 'Only rows that contain every word of it' });

/** The query parameters of a list that is searched, sorted, and read by offset. What it is sorted by is its own. */
export const ListSearch = {
  search: SearchText,
  desc: z.boolean().default(true).meta({ description: 'Whether to sort in descending order' }),
  ...OffsetPage,
};
