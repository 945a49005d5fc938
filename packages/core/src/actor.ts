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

/** The id of the person or the API key; null for whatever else does something. */
export function idOfActor(actor: Actor): string | null {
  if (actor.type === 'user') return actor.userId;
  return actor.type === 'api_key' ? actor.apiKeyId : null;
}

/** Under what things are counted and kept for whoever calls, whatever they may do. */
export function actorKey(actor: Actor): string {
  const id = idOfActor(actor);
  return id === null ? actor.type : `${actor.type}:${id}`;
}
