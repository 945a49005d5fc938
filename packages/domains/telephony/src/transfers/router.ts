import { router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { restReply } from '@leadlock/trpc/rest/reply';
import type { AuthenticWebhook } from '../twilio-webhooks/authenticate.ts';
import {
  exampleAddress,
  exampleCallSid,
  twilioProcedure,
  twiml,
  webhook,
} from '../twilio-webhooks/twilio-procedure.ts';
import { acknowledge, hangUp } from '../twilio-webhooks/twiml.ts';
import { askCallee, takeAnswer } from './ask-callee.ts';
import { findReportedTransfer, type ReportedTransfer } from './find-reported-transfer.ts';
import { afterDial, reportCallee, reportMachine } from './report-callee.ts';
import {
  AnswerWebhook,
  Attempt,
  CalleeStatusWebhook,
  CalleeWebhook,
  DialedWebhook,
  MachineWebhook,
  TransferAddress,
  WhisperAddress,
} from './schemas.ts';
import { askWhetherTheyTakeIt, whisper } from './transfer-twiml.ts';
import { whisperSummary } from './whisper-summary.ts';

const exampleTransfer = { ...exampleAddress, transfer_id: '019ac2f5-7b2f-7d2c-8e7f-4a3b2c1d0e9f' };
const whisperText = {
  summary: 'Brief the person answering a transferred call',
  description:
    'Twilio requests what to say to the person answering a transferred call before they are connected: two or three ' +
    'sentences about the call, written by the agent’s language model or taken from the caller’s last words. On ' +
    'errors, they are connected without a briefing.',
  example: {
    request: { ...exampleAddress, call_sid: exampleCallSid },
    response: whisper('A caller at 2 1 2 5 5 5 0 1 2 3 was charged twice in May and wants the money back.'),
  },
} as const;
const beside = 'Used by `transfer_call` for targets that are asked first.';

/** Runs what a webhook is about a transfer for; without one there is nothing to do. */
const withTransfer = async (
  authentic: AuthenticWebhook,
  transferId: string,
  otherwise: string,
  work: (found: ReportedTransfer) => Promise<string>,
) => {
  const found = await findReportedTransfer(authentic, transferId);
  return twiml(found ? await work(found) : otherwise);
};

export const transferWebhooksRouter = router({
  whisperByGet: twilioProcedure
    .meta(op({ ...webhook, ...whisperText, method: 'GET', path: '/webhooks/twilio/{tenant_id}/whisper/{call_sid}' }))
    .input(WhisperAddress)
    .output(restReply)
    .query(async ({ ctx, input }) => twiml(await whisperSummary(ctx.authentic, input.call_sid))),

  whisper: twilioProcedure
    .meta(op({ ...webhook, ...whisperText, method: 'POST', path: '/webhooks/twilio/{tenant_id}/whisper/{call_sid}' }))
    .input(WhisperAddress)
    .output(restReply)
    .mutation(async ({ ctx, input }) => twiml(await whisperSummary(ctx.authentic, input.call_sid))),

  ask: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/transfers/{transfer_id}/ask',
        summary: 'Ask the target to take a call',
        description: `The transfer target has answered. They hear who is calling and why, and are asked to take the call. ${beside}`,
        example: {
          request: { ...exampleTransfer, CallSid: exampleCallSid },
          response: askWhetherTheyTakeIt('To take the call, press 1 or say yes.', 'https://api.example.com/answer'),
        },
      }),
    )
    .input(TransferAddress)
    .input(CalleeWebhook)
    .output(restReply)
    .mutation(({ ctx, input }) =>
      withTransfer(ctx.authentic, input.transfer_id, hangUp(), (found) => askCallee(found, input.CallSid)),
    ),

  answer: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/transfers/{transfer_id}/answer',
        query: ['attempt'],
        summary: 'Handle the target’s answer',
        description: `The target pressed a key, said something, or didn’t respond. If they accept, they are connected with the caller. ${beside}`,
        example: {
          request: { ...exampleTransfer, CallSid: exampleCallSid, Digits: '2', attempt: 0 },
          response: hangUp(),
        },
      }),
    )
    .input(TransferAddress)
    .input(AnswerWebhook)
    .input(Attempt)
    .output(restReply)
    .mutation(({ ctx, input }) =>
      withTransfer(ctx.authentic, input.transfer_id, hangUp(), (found) => takeAnswer(found, input, input.attempt)),
    ),

  status: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/transfers/{transfer_id}/status',
        summary: 'Handle a call status change of a target',
        description:
          'Twilio reports a status change of the call to the transfer target. Late and duplicate reports have no effect.',
        example: {
          request: { ...exampleTransfer, CallSid: exampleCallSid, CallStatus: 'busy' },
          response: acknowledge(),
        },
      }),
    )
    .input(TransferAddress)
    .input(CalleeStatusWebhook)
    .output(restReply)
    .mutation(({ ctx, input }) =>
      withTransfer(ctx.authentic, input.transfer_id, acknowledge(), async (found) => {
        await reportCallee(found, input.CallStatus);
        return acknowledge();
      }),
    ),

  machine: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/transfers/{transfer_id}/machine',
        summary: 'Handle answering machine detection for a target',
        description: `Twilio reports whether a person or a machine answered. If it is a machine, the caller returns to the agent. ${beside}`,
        example: {
          request: { ...exampleTransfer, CallSid: exampleCallSid, AnsweredBy: 'machine_start' },
          response: acknowledge(),
        },
      }),
    )
    .input(TransferAddress)
    .input(MachineWebhook)
    .output(restReply)
    .mutation(({ ctx, input }) =>
      withTransfer(ctx.authentic, input.transfer_id, acknowledge(), async (found) => {
        await reportMachine(found, input.AnsweredBy);
        return acknowledge();
      }),
    ),

  dialed: twilioProcedure
    .meta(
      op({
        ...webhook,
        method: 'POST',
        path: '/webhooks/twilio/{tenant_id}/transfers/{transfer_id}/dialed',
        summary: 'Continue after a transferred call ends',
        description:
          'Twilio requests what to do with the caller when the call to the target has ended or failed. Callers who were not ' +
          'connected hear that no one can take their call. Otherwise, the call ends.',
        example: {
          request: { ...exampleTransfer, CallSid: exampleCallSid, DialCallStatus: 'completed', DialCallDuration: '62' },
          response: hangUp(),
        },
      }),
    )
    .input(TransferAddress)
    .input(DialedWebhook)
    .output(restReply)
    .mutation(({ ctx, input }) =>
      withTransfer(ctx.authentic, input.transfer_id, hangUp(), (found) => afterDial(found, input.DialCallStatus)),
    ),
});
