import type { Db } from '@leadlock/db/client';
import type { SystemContext } from './context.ts';

/**
 * The rows of all tenants, for a verb that cannot do with those of its own: the database does not check there what a `where`
 * forgets. What is about one tenant that is known goes through `database.tenant` instead. Whoever comes in here is listed
 * with the reason in `packages/api/test/all-tenants.test.ts`.
 */
export const allTenants = ({ database }: Pick<SystemContext, 'database'>): Db => database.system;
