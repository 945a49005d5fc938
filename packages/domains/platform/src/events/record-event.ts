import type { Actor } from '@leadlock/core/actor';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { notifyOfEvent } from '../notifications/notify-of-event.ts';
import { queueDelivery } from '../webhooks/queue-delivery.ts';
import { EVENT_PAYLOADS, type EventPayload, type EventType } from './event-types.ts';

export interface NewEvent<Type extends EventType> {
  tenantId: string;
  type: Type;
  payload: EventPayload<Type>;
  actor: Actor;
}

/**
 * Writes down that something happened. `db` is the transaction that made it happen, so that neither is there without
 * the other. The tenant's webhook gets to know of it, but for a test, which goes its own way,
 * and its people are told where it is theirs to know.
 * @returns the id of the event
 */
export async function recordEvent<Type extends EventType>(db: Db, event: NewEvent<Type>): Promise<string> {
  const payload = EVENT_PAYLOADS[event.type].parse(event.payload);
  const id = newId();
  const { occurred_at } = await db
    .insertInto('events')
    .values({
      tenant_id: event.tenantId,
      id,
      type: event.type,
      payload: JSON.stringify(payload),
      actor: JSON.stringify(event.actor),
    })
    .returning('occurred_at')
    .executeTakeFirstOrThrow();
  if (event.type !== 'webhook.test') await queueDelivery(db, { ...event, id });
  await notifyOfEvent(db, { ...event, at: occurred_at });
  return id;
}
