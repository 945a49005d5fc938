export type Role = 'owner' | 'admin' | 'member';

/** Who does something. Kept with events and audit rows, so its fields are plain data. */
export type Actor =
  | { type: 'user'; userId: string; role: Role; isSuperAdmin: boolean }
  | { type: 'api_key'; apiKeyId: string }
  /** A vendor's signed webhook. */
  | { type: 'webhook'; vendor: 'twilio' | 'stripe' | 'ghl' }
  /** An agent acting in a call. */
  | { type: 'call'; callId: string }
  /** A job, a sweep, an operator's command. */
  | { type: 'system'; name: string };
