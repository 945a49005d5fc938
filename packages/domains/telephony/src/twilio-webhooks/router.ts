import { router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { restReply } from '@leadlock/trpc/rest/reply';
import { answerCall } from './answer-call.ts';
import { reportStatus } from './report-status.ts';
import { RecordingWebhook, StatusWebhook, VoiceWebhook, WebhookAddress } from './schemas.ts';
import { storeRecording } from './store-recording.ts';
import { exampleAddress, exampleCallSid, twilioProcedure, twiml, webhook } from './twilio-procedure.ts';
import { acknowledge, connectStream } from './twiml.ts';

export const twilioWebhooksRouter = router({
  twilioVoice: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/voice',
        summary: 'Answer a call',
        description:
          'Twilio requests what to do with a call: someone is calling an imported number, or has answered an agent’s call. ' +
          'Returns TwiML that connects the call to a media stream with a single-use token, or a spoken rejection. Repeated ' +
          'requests for the same call don’t start a second one and return the same token until it is used, as long as the ' +
          'call would still be accepted: after a minute without a stream, its slot can go to another call. Callers without ' +
          'a number are accepted, too: `from_number` of the call is then `anonymous`, `client:…`, or `sip:…`.',
        example: {
          request: {
            ...exampleAddress,
            CallSid: exampleCallSid,
            From: '+12125550123',
            To: '+14155550100',
            CallStatus: 'ringing',
            Direction: 'inbound',
          },
          response: connectStream({ gatewayUrl: 'wss://gateway.example.com', token: 'Q2hhbmdlTWU' }),
        },
      }),
    )
    .input(WebhookAddress)
    .input(VoiceWebhook)
    .output(restReply)
    .mutation(async ({ ctx, input }) => twiml(await answerCall(ctx.authentic, input))),

  twilioStatus: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/status',
        summary: 'Handle a call status',
        description:
          'Twilio reports the status of a call. The status never moves backward. Reports that are late, duplicate, or about ' +
          'unknown calls have no effect.',
        example: {
          request: { ...exampleAddress, CallSid: exampleCallSid, CallStatus: 'completed', CallDuration: '62' },
          response: acknowledge(),
        },
      }),
    )
    .input(WebhookAddress)
    .input(StatusWebhook)
    .output(restReply)
    .mutation(async ({ ctx, input }) => {
      await reportStatus(ctx.authentic, input);
      return twiml(acknowledge());
    }),

  twilioRecording: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/recording',
        summary: 'Handle a recording',
        description:
          'Twilio reports that a call’s recording is available. It is then served at `GET /calls/{call_id}/recording`. ' +
          'Recordings that failed or are silent are noted in the call’s metadata. Reports of recordings in progress are ' +
          'ignored.',
        example: {
          request: {
            ...exampleAddress,
            CallSid: exampleCallSid,
            RecordingSid: 'RE0123456789abcdef0123456789abcdef',
            RecordingUrl:
              'https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Recordings/RE0123456789abcdef0123456789abcdef',
            RecordingDuration: '62',
          },
          response: acknowledge(),
        },
      }),
    )
    .input(WebhookAddress)
    .input(RecordingWebhook)
    .output(restReply)
    .mutation(async ({ ctx, input }) => {
      await storeRecording(ctx.authentic, input, ctx.authentic.form.RecordingStatus);
      return twiml(acknowledge());
    }),
});
