import type { TenantContext } from '@leadlock/context/context';
import { firstIdAt, timeOfId } from '@leadlock/core/ids';
import { watchChanges } from '@leadlock/db/watch-changes';
import type { ServerSentEvent, StreamComment } from '@leadlock/trpc/rest/event-stream';
import { messageBody } from './send-message.ts';

const PAGE_SIZE = 200;
/**
 * How far back is looked before what a reader has seen, or before the last look at everything: an event may commit a little
 * after it got its id, and others with later ids before it.
 */
const OVERLAP_MS = 30_000;

/** The id to begin after so that nothing which commits late is missed. */
const wellBefore = (time: Date): string => firstIdAt(new Date(Math.max(0, time.getTime() - OVERLAP_MS)));

const selectEvents = ({ db, tenant }: TenantContext) =>
  db
    .selectFrom('events')
    .select(['id', 'type', 'payload', 'occurred_at'])
    .where('tenant_id', '=', tenant.id)
    .orderBy('id');

type EventRow = Awaited<ReturnType<ReturnType<typeof selectEvents>['execute']>>[number];

/** All events after one, in order, a page at a time. */
async function* eventsAfter(ctx: TenantContext, id: string): AsyncGenerator<EventRow> {
  let page: EventRow[] = [];
  let last = id;
  do {
    page = await selectEvents(ctx).where('id', '>', last).limit(PAGE_SIZE).execute();
    yield* page;
    last = page.at(-1)?.id ?? last;
  } while (page.length === PAGE_SIZE);
}

async function* eventsNamed(ctx: TenantContext, ids: readonly string[]): AsyncGenerator<EventRow> {
  if (ids.length > 0) yield* await selectEvents(ctx).where('id', 'in', ids).execute();
}

/** The events that were there a little before a reader came who asks for none of them. */
const idsBefore = async (ctx: TenantContext, id: string): Promise<string[]> => {
  const events = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '>', wellBefore(timeOfId(id)))
    .where('id', '<=', id)
    .orderBy('id')
    .execute();
  return events.map((event) => event.id);
};

/**
 * The tenant's events as a webhook would receive them, as they happen: after the event `after`, or from now on where that
 * is null. Events have ids in the order in which they were begun, and are told in the order in which they are committed.
 * So whoever goes on after one also gets those again that have ids of up to 30 seconds before it: which of them were
 * committed in time to be sent, nobody has written down.
 */
export async function* watchEvents(
  ctx: TenantContext,
  after: string | null,
  signal: AbortSignal,
  { lookAgainMs }: { lookAgainMs?: number } = {},
): AsyncGenerator<ServerSentEvent | StreamComment> {
  const changes = watchChanges(ctx.database.changes, {
    tenantIds: [ctx.tenant.id],
    isWatched: ({ table }) => table === 'events',
    signal,
    lookAgainMs,
  });
  const first = after?.toLowerCase() ?? firstIdAt(ctx.clock.now());
  const sent = new Set<string>(after === null ? await idsBefore(ctx, first) : [first]);
  let newest = first;
  let from = wellBefore(timeOfId(first));
  let isFirst = true;
  for await (const { ids, mayHaveMissed } of changes) {
    const readAt = ctx.clock.now();
    const events = mayHaveMissed ? eventsAfter(ctx, from) : eventsNamed(ctx, ids);
    for await (const { id, type, payload, occurred_at } of events) {
      if (sent.has(id)) continue;
      sent.add(id);
      if (id > newest) newest = id;
      yield { id, data: messageBody({ type, payload, occurredAt: occurred_at }) };
    }
    if (mayHaveMissed) {
      // The next look begins here, and finds nothing older again.
      from = wellBefore(readAt);
      for (const id of sent) if (id < from) sent.delete(id);
    }
    if (isFirst) yield { comment: 'listening', id: newest };
    isFirst = false;
  }
}
