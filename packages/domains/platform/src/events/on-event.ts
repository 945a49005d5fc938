import type { SystemContext } from '@leadlock/context/context';
import type { Subscription } from '@leadlock/context/domain';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import type { EventPayload, EventType } from './event-types.ts';

/** An event as its subscribers get it. */
export type RecordedEvent<Type extends EventType = EventType> = {
  [Each in Type]: { id: string; tenantId: string; type: Each; payload: EventPayload<Each>; occurredAt: Date };
}[Type];

/** With growing pauses, most of a day: what is done about an event must outlast an outage, or a release that is bad. */
const RETRIES = 24;

const EventReference = z.object({ tenant_id: z.string(), event_id: z.string() });

/**
 * Does something about events of these types: a job for each, written in the transaction that records the event and
 * named like the subscription. It may run more than once for an event: what it writes is keyed by the event's id, or by
 * what the event is about.
 */
export function onEvent<Type extends EventType>(
  types: Type | readonly Type[],
  name: string,
  react: (system: SystemContext, event: RecordedEvent<Type>) => Promise<void>,
  settings: Pick<JobDefinition, 'retries' | 'retryDelaySeconds' | 'timeoutSeconds' | 'concurrency'> = {},
): Subscription {
  const job = { retries: RETRIES, ...settings, name, payload: EventReference, wakesWorkers: false };
  const handler = handleJob<SystemContext, typeof EventReference>(job, async (system, { tenant_id, event_id }) => {
    const event = await system.db
      .selectFrom('events')
      .select(['id', 'type', 'payload', 'occurred_at'])
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', event_id)
      .executeTakeFirst();
    // With its tenant, or after its time, an event is gone.
    if (!event) return;
    const { id, type, payload, occurred_at: occurredAt } = event;
    await react(system, { id, tenantId: tenant_id, type, payload, occurredAt } as RecordedEvent<Type>);
  });
  return { ...handler, types: typeof types === 'string' ? [types] : types };
}
