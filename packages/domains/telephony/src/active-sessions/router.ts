import { router, superAdminProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { killVoice } from './kill-voice.ts';
import { listActiveSessions } from './list-active-sessions.ts';
import { ActiveSessions, KilledVoice, KillVoiceInput } from './schemas.ts';

const tag = 'Test';
const example = {
  call_sid: 'CA0123456789abcdef0123456789abcdef',
  call_id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e',
  voice_provider: 'xai',
};

export const activeSessionsRouter = router({
  list: superAdminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/test/active-sessions',
        tag,
        summary: 'List active calls',
        description: 'Active calls of all tenants on all gateways, longest first, up to 500. Super admins only.',
        example: {
          response: {
            sessions: [
              {
                ...example,
                tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
                agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a',
                direction: 'inbound',
                gateway_id: '019ac2f9-33cc-7f5e-8a61-7c8d9e0f1a2b',
                started_at: '2026-11-24T15:05:00.000Z',
                duration_seconds: 42,
              },
            ],
            total: 1,
          },
        },
      }),
    )
    .output(ActiveSessions)
    .query(({ ctx }) => listActiveSessions(ctx.system)),

  killVoice: superAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/test/kill-xai/{call_sid}',
        tag,
        summary: 'Drop a call’s voice connection',
        description:
          'Makes the gateway lose the call’s connection to its voice provider, as if the provider were down, to test what ' +
          'callers hear during failover. Super admins only.',
        example: { request: { call_sid: example.call_sid }, response: { ...example, killed: true } },
        idempotent: false,
        errors: { 404: 'No active call with this SID.' },
      }),
    )
    .input(KillVoiceInput)
    .output(KilledVoice)
    .mutation(({ ctx, input }) => killVoice(ctx.system, input.call_sid)),
});
