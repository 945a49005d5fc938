import type { TenantContext } from '@leadlock/context/context';
import { firstIdAt } from '@leadlock/core/ids';
import { watchChanges } from '@leadlock/db/watch-changes';
import type { ServerSentEvent, StreamComment } from '@leadlock/trpc/rest/event-stream';
import { messageBody } from './send-message.ts';

const PAGE_SIZE = 200;
/** How far back a lost connection is made up for: an event may commit a little after it got its id. */
const OVERLAP_MS = 30_000;
/** How many events are remembered so that making up does not send them again. */
const REMEMBERED = 1_000;

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

/**
 * The tenant's events as a webhook would receive them, as they happen: after the event `after`, or from now on where that
 * is null.
 */
export async function* watchEvents(
  ctx: TenantContext,
  after: string | null,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent | StreamComment> {
  const changes = watchChanges(ctx.database.changes, {
    tenantId: ctx.tenant.id,
    isWatched: ({ table }) => table === 'events',
    signal,
  });
  const first = after ?? firstIdAt(ctx.clock.now());
  const sent = new Set<string>();
  let heardAt: Date | null = null;
  for await (const { ids, mayHaveMissed } of changes) {
    const overlap = heardAt === null ? first : firstIdAt(new Date(heardAt.getTime() - OVERLAP_MS));
    const isFirst = heardAt === null;
    heardAt = ctx.clock.now();
    const events = mayHaveMissed ? eventsAfter(ctx, overlap > first ? overlap : first) : eventsNamed(ctx, ids);
    for await (const { id, type, payload, occurred_at } of events) {
      if (sent.has(id)) continue;
      sent.add(id);
      yield { id, data: messageBody({ type, payload, occurredAt: occurred_at }) };
    }
    for (const id of sent) if (sent.size > REMEMBERED) sent.delete(id);
    if (isFirst) yield { comment: 'listening', id: [...sent].at(-1) ?? first };
  }
}
