import { router, subAccountProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { TestCallInput, TestCallResponse, TestVoiceRequest, TestVoiceResponse } from './schemas.ts';
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
        summary: 'Talk to an agent in the browser',
        description:
          'Enters a call with direction `test` that waits for a browser: open the WebSocket at `url`, show the token in ' +
          'the first message, then send and play audio, or write. It costs what a phone call costs but for the carrier, ' +
          'is refused where one would be, and is listed with the others when it is over. An agency names the ' +
          'sub-account in `X-Sub-Account-Id`.',
        example: {
          request: { agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a' },
          response: {
            call_id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e',
            url: 'wss://gateway.example.com/browser',
            token: 'q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1C',
            expires_in_seconds: 60,
          },
        },
        errors: { 403: 'The account is suspended, or its trial is over.', 409: 'The agent takes no calls.' },
      }),
    )
    .input(TestCallInput)
    .output(TestCallResponse)
    .mutation(({ ctx, input }) => startTestCall(ctx.tenantContext, input.agent_id)),

  voice: subAccountProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agents/test/voice',
        tag: 'Agents',
        summary: 'Say something to an agent and hear its answer',
        description:
          'Holds a test call by itself: hears the agent’s first words out, says what the audio says, and answers with what ' +
          'the agent says to that. It takes as long as it takes to say both, and costs what a call of that length costs. An ' +
          'agency names the sub-account in `X-Sub-Account-Id`.',
        maxBodyBytes: 2_100_000,
        idempotent: false,
        example: {
          request: { agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a', audio_base64: 'AAD//wEA' },
          response: { audio_base64: 'AQD+/wAA', transcript: 'We are open until five.', model: 'grok-voice-latest' },
        },
        errors: {
          403: 'The account is suspended, or its trial is over.',
          409: 'The agent takes no calls.',
          502: 'No voice service was reached, or the agent did not answer.',
        },
      }),
    )
    .input(TestVoiceRequest)
    .output(TestVoiceResponse)
    .mutation(({ ctx, input }) => testVoice(ctx.tenantContext, input)),
});
