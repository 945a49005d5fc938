import { callSummaryExample } from '@leadlock/telephony/calls';
import { agencyProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import type { ServerSentEvent, StreamComment } from '@leadlock/trpc/rest/event-stream';
import { liveStream } from '@leadlock/trpc/rest/live-stream';
import { restReply } from '@leadlock/trpc/rest/reply';
import { listAgencyCalls } from './list-agency-calls.ts';
import { AgencyCallList, ListAgencyCallsInput } from './schemas.ts';
import { watchAgencyCalls } from './watch-agency-calls.ts';

const tag = 'Agency';

/** A comment says that from then on there is nothing to be read unless something changes. */
async function* asEvents(changes: AsyncIterable<void>): AsyncGenerator<ServerSentEvent | StreamComment> {
  let isListening = false;
  for await (const _ of changes) {
    yield { event: 'changed', data: {} };
    if (!isListening) yield { comment: 'listening' };
    isListening = true;
  }
}

export const callsRouter = router({
  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/calls',
        tag,
        summary: 'List calls of all sub-accounts',
        description:
          'The calls of all active sub-accounts and of the agency itself, newest first, without transcripts and metadata. ' +
          'Offsets go up to 1,000: narrow the dates to see older calls. To get a call with its transcript, or its recording, name its ' +
          '`tenant_id` in `X-Sub-Account-Id`.',
        example: {
          request: { limit: 25, status: 'completed', date_from: '2026-11-01' },
          response: { calls: [{ ...callSummaryExample, account_name: 'Bright Smile Dental' }], total: 1 },
        },
      }),
    )
    .input(ListAgencyCallsInput)
    .output(AgencyCallList)
    .query(({ ctx, input }) => listAgencyCalls(ctx.tenantContext, input)),

  events: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/calls/events',
        tag,
        summary: 'Stream changes to calls of all sub-accounts',
        description:
          'A stream of server-sent events: an empty `changed` event at first, and then at most every two seconds after a ' +
          'call of the agency or of a sub-account has started, changed status, or ended. List the calls to see what changed.',
        example: { response: 'event: changed\ndata: {}\n\n' },
        produces: 'text/event-stream; charset=utf-8',
        errors: [429],
      }),
    )
    .output(restReply)
    .query(({ ctx }) => liveStream(ctx, (signal) => asEvents(watchAgencyCalls(ctx.tenantContext, signal)))),
});
