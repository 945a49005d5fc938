import { router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { attachment, RestReply, restReply } from '@leadlock/trpc/rest/reply';
import { callExample } from './examples.ts';
import { exportCalls } from './export-calls.ts';
import { getCall } from './get-call.ts';
import { listCalls } from './list-calls.ts';
import { openRecording } from './open-recording.ts';
import { CallIdInput, CallLogListResponse, CallLogResponse, ExportCallsInput, ListCallsInput } from './schemas.ts';

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

  export: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/calls/export',
        tag,
        summary: 'Export calls',
        description:
          'All matching calls as a CSV file with a header line, newest first. Cells that a spreadsheet would run as a ' +
          'formula get an apostrophe in front; phone numbers begin with `+` and are among them.',
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
