import { router, subAccountProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { DraftTestCallInput, TestCallInput, TestCallResponse, TestVoiceRequest, TestVoiceResponse } from './schemas.ts';
import { startTestCall } from './start-test-call.ts';
import { testVoice } from './test-voice.ts';

export const testCallsRouter = router({
  start: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/{agent_id}/test-call',
        tag: 'Calls',
        status: 201,
        summary: 'Start a browser test call',
        description:
          'Creates a call with direction `test` that waits for a browser: open the WebSocket at `url`, send the token in ' +
          'the first message, then exchange audio or text. It costs as much as a phone call without the carrier, has the ' +
          'same limits, and is listed with other calls when it ends. Agencies name the sub-account in `X-Sub-Account-Id`.',
        example: {
          request: { agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a' },
          response: {
            call_id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e',
            url: 'wss://gateway.example.com/browser',
            token: 'q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C',
            expires_in_seconds: 60,
          },
        },
        errors: { 403: 'The account is suspended, or its trial has ended.', 409: 'The agent doesn’t answer calls.' },
      }),
    )
    .input(TestCallInput)
    .output(TestCallResponse)
    .mutation(({ ctx, input }) => startTestCall(ctx.tenantContext, input.agent_id)),

  // For the editor: what is being written can be heard before it is saved.
  startDraft: subAccountProcedure
    .input(DraftTestCallInput)
    .output(TestCallResponse)
    .mutation(({ ctx, input }) => startTestCall(ctx.tenantContext, input.agent_id, input.changes)),

  voice: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/test/voice',
        tag: 'Agents',
        summary: 'Send audio to an agent and get its response',
        description:
          'Runs a complete test call: plays the agent’s greeting, sends your audio, and returns the agent’s response. It ' +
          'takes as long as a real conversation, and is billed like one. Agencies name the sub-account in `X-Sub-Account-Id`.',
        maxBodyBytes: 2_100_000,
        idempotent: false,
        example: {
          request: { agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a', audio_base64: 'AAD//wEA' },
          response: { audio_base64: 'AQD+/wAA', transcript: 'We are open until five.', model: 'grok-voice-latest' },
        },
        errors: {
          403: 'The account is suspended, or its trial has ended.',
          409: 'The agent doesn’t answer calls.',
          502: 'The voice service is unavailable, or the agent didn’t respond.',
        },
      }),
    )
    .input(TestVoiceRequest)
    .output(TestVoiceResponse)
    .mutation(({ ctx, input }) => testVoice(ctx.tenantContext, input)),
});
