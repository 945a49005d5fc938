import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { announceChange } from '@leadlock/db/announcements';
import { EVENT_PAYLOADS, type EventPayload, type EventType } from './event-types.ts';

export interface NewEvent<Type extends EventType> {
  tenantId: string;
  type: Type;
  payload: EventPayload<Type>;
}

/** Who records an event. Their `db` is the transaction in which it happens. */
export type EventRecorder = Pick<SystemContext, 'actor' | 'db' | 'jobs' | 'subscriptions'>;

/**
 * Writes down that something happened, with a job for each who has subscribed to that, in the transaction that made it
 * happen: neither is there without the other.
 * @returns the id of the event
 */
export async function recordEvent<Type extends EventType>(
  { actor, db, jobs, subscriptions }: EventRecorder,
  { tenantId, type, payload }: NewEvent<Type>,
): Promise<string> {
  const id = newId();
  await db
    .insertInto('events')
    .values({
      tenant_id: tenantId,
      id,
      type,
      payload: JSON.stringify(EVENT_PAYLOADS[type].parse(payload)),
      actor: JSON.stringify(actor),
    })
    .execute();
  announceChange(db, { table: 'events', tenant_id: tenantId, id, part: null });
  for (const { types, job } of subscriptions) {
    if (types.includes(type)) await jobs.enqueue(db, job, { tenant_id: tenantId, event_id: id }, { singletonKey: id });
  }
  return id;
}
