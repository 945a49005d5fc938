import { z } from 'zod';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isId = (value: string): boolean => uuidPattern.test(value);

/** The id of no row. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The id to look for where a client names a row: text that is no UUID names none, and Postgres would refuse it. */
export const rowId = (given: string): string => (isId(given) ? given : NOBODY);

/**
 * An id that a client sends. The reference types ids as plain strings; a verb gets one that can be looked for, and answers
 * for what is no UUID as for any id that it does not find.
 */
export const Id = z.string().overwrite(rowId);
