import { router, subAccountProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { TestCallInput, TestCallResponse } from './schemas.ts';
import { startTestCall } from './start-test-call.ts';

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
});
