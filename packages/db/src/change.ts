/** The Postgres channel on which it is announced what was written. */
export const CHANGES_CHANNEL = 'changes';

/** A row that was written. It carries ids only: whoever hears of it reads the row with the rights that they have. */
export interface Change {
  /** `access`: somebody may do less or something else than before, or their account may. */
  table: 'call_logs' | 'events' | 'access';
  tenant_id: string;
  /** Of the row; with `access`, of the user, the API key or the account. */
  id: string;
  /** Of a call: whether the call itself changed (it began, got another status, ended) or only what was said in it. */
  part: 'call' | 'transcript' | null;
}

/** Sent where changes could not be told one by one. Versions before it take it for a change of nobody's. */
export const MISSED = { table: 'missed', tenant_id: '', id: '', part: null } as const;
