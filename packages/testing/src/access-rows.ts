import type { Tenant } from '@leadlock/context/context';
import type { TestContext } from './factories.ts';

/** A tenant whose rows a request names, rightly or not. */
export interface Owner {
  system: TestContext;
  tenant: Tenant;
  /** A sub-account of an agency; null for other tenants. */
  subAccount: Tenant | null;
  /** Part of every text in its rows, so that an answer with one of them gives itself away. */
  mark: string;
}

/** Makes a row and answers its id. */
export type Seed = (owner: Owner) => Promise<string>;

/** What a domain's operations are about, for the access matrix, which tries them with other tenants' rows. */
export interface AccessRows {
  /** What an id is an id of, by the name of its field: in a path, a query or a body, alone or as a list. */
  ids?: Readonly<Record<string, Seed>>;
  /** What has no id of its own: requests about it name the tenant alone. */
  others?: readonly ((owner: Owner) => Promise<unknown>)[];
  /** Parts of paths that name no row: the example's value is sent. */
  plainParameters?: readonly string[];
}
