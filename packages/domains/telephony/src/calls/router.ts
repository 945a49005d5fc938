import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { liveStream } from '@leadlock/trpc/rest/live-stream';
import { attachment, RestReply, restReply } from '@leadlock/trpc/rest/reply';
import { eventsOfCall, eventsOfCalls, stateId } from './call-events.ts';
import { endCall } from './end-call.ts';
import { listenToCall } from '../monitoring/listen-to-call.ts';
import { ListenResponse } from '../monitoring/schemas.ts';
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
          'The calls of the account, or of the sub-account named in the request, newest first. `total` counts all matching ' +
          'calls, not only those on this page.',
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
          'Matching calls, newest first, without transcripts and metadata. `live` returns only calls that haven’t ended. ' +
          '`total` counts all matching calls, not only those on this page.',
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
        summary: 'Stream calls',
        description:
          'A stream of server-sent events: a `call` event (without transcript and metadata) for each active call, then one ' +
          'each time a call starts, changes status, or ends, until the client disconnects. The comment `listening` follows ' +
          'the initial events. The stream ends when the reader loses access. Clients that reconnect with `Last-Event-ID` ' +
          'first get what started or ended since then, for up to a day, possibly with duplicates.',
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
          'All matching calls as a CSV file with a header row, newest first, in UTF-8 with a byte order mark for Excel. ' +
          'Cells that a spreadsheet would run as a formula get a leading apostrophe, except phone numbers. `cost_cents`, what vendors ' +
          'charge, is empty for members and for users and API keys of a sub-account; `price_cents` is what the account pays.',
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
          'A call with its transcript and, once it has ended, its cost and what the agent did. During the call, the ' +
          'transcript is updated after every turn.',
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
        summary: 'Stream a call',
        description:
          'A stream of server-sent events: a `call` event with the current call, then one after every change (its status, ' +
          'each turn of the conversation). The last one is sent when the call ends, and then the stream ends, too. Clients ' +
          'that reconnect with `Last-Event-ID` get the call only if it has changed, or status 204 if it has ended and there ' +
          'is nothing new.',
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
          'Makes the agent say goodbye and end an active call within a few seconds. Returns 409 if the call is not active.',
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

  listen: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/calls/{call_id}/listen',
        tag,
        status: 201,
        summary: 'Listen to an active call',
        description:
          'Returns a WebSocket URL that plays both sides of an active call, and a token that works once, within a minute. The ' +
          'people on the call aren’t told and can’t hear the listener. Each request is recorded in the audit log. Up to 10 ' +
          'listeners can hear a call. Returns 409 if the call is not active. For owners, admins, and API keys.',
        example: {
          request: { call_id: callExample.id },
          response: {
            call_id: callExample.id,
            url: 'wss://gateway.example.com/listen',
            token: 'q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C.R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1Cq1W2e3',
            expires_in_seconds: 60,
          },
        },
        idempotent: false,
        errors: [409],
      }),
    )
    .input(CallIdInput)
    .output(ListenResponse)
    .mutation(({ ctx, input }) => listenToCall(ctx.tenantContext, input.call_id)),

  recording: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/{call_id}/recording',
        tag,
        summary: 'Get a recording',
        description:
          'The call’s recording as MP3, proxied from Twilio so that browsers need no Twilio credentials. Supports the ' +
          '`Range` header, with status 206. Returns 404 if there is no recording.',
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
