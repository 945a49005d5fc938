import { z } from 'zod';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;

/** The query parameters of a list read by offset. */
export const OffsetPage = {
  limit: z.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  offset: z.number().int().min(0).default(0),
};

/** What the total means of a list whose rows are counted up to a limit. */
export const COUNTED_TOTAL = 'Total number of matches, counted up to 10,000, or one more than the last row of the page';
