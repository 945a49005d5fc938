import { z } from 'zod';

/**
 * An id in a path or query. The reference types ids as plain strings; one that is no UUID can name no row,
 * so verbs answer «not found» for it instead of asking the database.
 */
export const IdString = z.string();
