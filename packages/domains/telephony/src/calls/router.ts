import { router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { liveStream } from '@leadlock/trpc/rest/live-stream';
import { attachment, RestReply, restReply } from '@leadlock/trpc/rest/reply';
import { eventsOfCall, eventsOfCalls, stateId } from './call-events.ts';
import { endCall } from './end-call.ts';
import { callExample, callSummaryExample } from './examples.ts';
import { exportCalls } from './export-calls.ts';
import { getCall } from './get-call.ts';
import { listCalls } from './list-calls.ts';
import { openRecording } from './open-recording.ts';
import {
  CallIdInput,
  CallLogListResponse,
  CallLogResponse,
  CallSummaryList,
  ExportCallsInput,
  ListCallsInput,
  SearchCallsInput,
  WatchCallInput,
  WatchCallsInput,
} from './schemas.ts';
import { searchCalls } from './search-calls.ts';
import { watchCall } from './watch-call.ts';
import { watchCalls } from './watch-calls.ts';

const tag = 'Calls';

export const callsRouter = router({
  list: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls',
        tag,
        summary: 'List calls',
        description:
          'The calls of the account, or of the sub-account that the request names, newest first. `total` counts all ' +
          'that match, not only those on this page.',
        example: {
          request: { limit: 20, offset: 0, direction: 'inbound' },
          response: { calls: [callExample], total: 1 },
        },
      }),
    )
    .input(ListCallsInput)
    .output(CallLogListResponse)
    .query(({ ctx, input }) => listCalls(ctx.tenantContext, input)),

  search: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/search',
        tag,
        summary: 'Search calls',
        description:
          'The calls that match, newest first, without their transcripts and metadata. `live` leaves those that are not ' +
          'over. `total` counts all that match, not only those on this page.',
        example: {
          request: { limit: 20, offset: 0, status: 'completed', search: '+1212', date_from: '2026-11-01' },
          response: { calls: [callSummaryExample], total: 1 },
        },
      }),
    )
    .input(SearchCallsInput)
    .output(CallSummaryList)
    .query(({ ctx, input }) => searchCalls(ctx.tenantContext, input)),

  events: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/events',
        tag,
        summary: 'Watch the calls',
        description:
          'A stream of server-sent events: a `call` event (a call without transcript and metadata) for each call that ' +
          'runs, then for each that begins, gets another status or ends, until the client leaves. The comment `listening` ' +
          'comes after the first ones. It ends when whoever reads it may no more. A client that connects again with ' +
          '`Last-Event-ID` is told first what began or ended since, of the last day; some of it may come twice.',
        example: { response: `event: call\ndata: ${JSON.stringify(callSummaryExample)}\n\n` },
        headers: { last_event_id: 'Last-Event-ID' },
        produces: 'text/event-stream; charset=utf-8',
        errors: [429],
      }),
    )
    .input(WatchCallsInput)
    .output(restReply)
    .query(({ ctx, input: { last_event_id: lastId } }) => {
      const since = lastId === undefined ? null : new Date(lastId);
      return liveStream(ctx, (signal) => eventsOfCalls(watchCalls(ctx.tenantContext, since, signal)));
    }),

  export: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/export',
        tag,
        summary: 'Export calls',
        description:
          'All matching calls as a CSV file with a header line, newest first: UTF-8 with a byte order mark, as Excel needs ' +
          'it. Cells that a spreadsheet would run as a formula get an apostrophe in front; phone numbers stay as they are. ' +
          '`cost_cents` stays empty for the people and API keys of a sub-account.',
        example: { request: { status: 'completed', date_from: '2026-11-01', date_to: '2026-11-30' } },
        produces: 'text/csv; charset=utf-8',
      }),
    )
    .input(ExportCallsInput)
    .output(restReply)
    .query(
      ({ ctx, input }) =>
        new RestReply(exportCalls(ctx.tenantContext, input), {
          headers: { 'content-disposition': attachment('calls.csv') },
        }),
    ),

  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/{call_id}',
        tag,
        summary: 'Get a call',
        description:
          'One call with its transcript and, once it is over, what it cost and what the agent did. While it runs, the ' +
          'transcript grows with every turn.',
        example: { request: { call_id: callExample.id }, response: callExample },
      }),
    )
    .input(CallIdInput)
    .output(CallLogResponse)
    .query(({ ctx, input }) => getCall(ctx.tenantContext, input.call_id)),

  watch: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/{call_id}/events',
        tag,
        summary: 'Watch a call',
        description:
          'A stream of server-sent events: a `call` event with the call as it is, then again after every change (its ' +
          'status, each turn of the conversation), the last one when it is over, which ends the stream. A client that ' +
          'connects again with `Last-Event-ID` gets the call only where it has changed, and status 204 where it is over ' +
          'and has nothing more to tell.',
        example: {
          request: { call_id: callExample.id },
          response: `event: call\ndata: ${JSON.stringify(callExample)}\n\n`,
        },
        headers: { last_event_id: 'Last-Event-ID' },
        produces: 'text/event-stream; charset=utf-8',
        errors: [429],
      }),
    )
    .input(WatchCallInput)
    .output(restReply)
    .query(async ({ ctx, input }) => {
      const call = await getCall(ctx.tenantContext, input.call_id);
      const lastId = input.last_event_id ?? null;
      // What ends a browser's connecting again and again: there is nothing more to come.
      if (call.ended_at !== null && stateId(call) === lastId) return new RestReply(null, { status: 204 });
      return liveStream(ctx, (signal) => eventsOfCall(watchCall(ctx.tenantContext, call.id, signal), lastId));
    }),

  end: tenantProcedure
    .meta(
      op({
        method: 'POST',
        path: '/calls/{call_id}/end',
        whenInactive: 'agency',
        tag,
        status: 202,
        summary: 'End a call',
        description:
          'Has the agent say goodbye and end a call that runs; it is over some seconds later. Answers 409 for a call ' +
          'that does not run.',
        example: {
          request: { call_id: callExample.id },
          response: { ...callExample, status: 'in-progress', ended_at: null, duration_seconds: null },
        },
        errors: [409],
      }),
    )
    .input(CallIdInput)
    .output(CallLogResponse)
    .mutation(({ ctx, input }) => endCall(ctx.tenantContext, input.call_id)),

  recording: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/{call_id}/recording',
        tag,
        summary: 'Play a recording',
        description:
          'The sound of a call as MP3, passed on from Twilio, so that a browser needs no Twilio credentials. A `Range` ' +
          'header gives that part, with status 206. Answers 404 for a call without a recording.',
        example: { request: { call_id: callExample.id } },
        produces: 'audio/mpeg',
        errors: [502],
      }),
    )
    .input(CallIdInput)
    .output(restReply)
    .query(async ({ ctx, input }) => {
      const range = ctx.request.header('range') ?? undefined;
      const recording = await openRecording(ctx.tenantContext, input.call_id, range);
      if (recording === null) return new RestReply(null, { status: 416 });
      const { body, status, headers } = recording;
      return new RestReply(body, { status, headers: { 'accept-ranges': 'bytes', ...headers } });
    }),
});
