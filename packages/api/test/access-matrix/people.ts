import type { AgencyWorld, Credential, Holder } from './world.ts';

/** Everyone who takes part. */
export interface World {
  direct: Holder;
  stranger: Holder;
  /** Its `child` and `sibling` are sub-accounts of one agency. */
  home: AgencyWorld;
  /** An agency that is not their parent. */
  other: AgencyWorld;
  /** An agency whose `child` was deleted. */
  closed: AgencyWorld;
}

/** Somebody who sends a request, and about whose rows. */
export interface Caller {
  who: string;
  holder: Holder;
  /** Null: without any. */
  credential: Credential | null;
  /** Whose rows the ids in the request are; the caller's own when absent. */
  rowsOf?: Holder;
  /** Named in `X-Sub-Account-Id`. */
  actingFor?: Holder;
}

export interface RefusedCaller extends Caller {
  statuses: readonly number[];
}
