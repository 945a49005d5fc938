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
          'Twilio asks what to do with a call: somebody dials an imported number, or picks up when an agent calls. The ' +
          'answer is TwiML that connects the call to a media stream with a token that works once, or a spoken refusal. ' +
          'Asking again about the same call does not start a second one, and gets the same token until it is used, if the ' +
          'call would still be taken: after a minute without a stream, another may have its place. Callers ' +
          'without a number are taken, too: `from_number` of the call is then `anonymous`, `client:…` or `sip:…`.',
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
        summary: 'Take in the status of a call',
        description:
          'Twilio reports how a call goes on. A status never moves backwards; reports that are late, repeated, or about an ' +
          'unknown call change nothing.',
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
        summary: 'Take in a recording',
        description:
          'Twilio reports that the recording of a call can be fetched. It is then served by `GET /calls/{call_id}/recording`. ' +
          'A recording that failed, or that has no sound in it, is noted in the metadata of the call; of one that goes on ' +
          'nothing is kept.',
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
