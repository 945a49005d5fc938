import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { connectTwilio } from './connect-twilio.ts';
import { disconnectTwilio } from './disconnect-twilio.ts';
import { getTwilioStatus } from './get-twilio-status.ts';
import { TwilioConnection, TwilioCredentialsRequest, TwilioDisconnection, TwilioStatus } from './schemas.ts';

const tag = 'Integrations';

// Integrations belong to the tenant that connects them, so changes act on the caller's own tenant, not on a sub-account.
export const integrationsRouter = router({
  connectTwilio: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/integrations/twilio/connect',
        // Twilio is asked, which no transaction should wait for; the same credentials are stored again.
        idempotent: 'repeatable',
        tag,
        summary: 'Connect a Twilio account',
        description:
          'Validates the credentials with Twilio and stores them encrypted. Connecting an account again replaces its auth ' +
          'token. The account belongs to the caller’s own tenant, even if the request names a sub-account. Sub-accounts ' +
          'without their own account use it, too. Returns 400 for invalid credentials and for suspended or closed accounts.',
        example: {
          request: {
            account_name: 'Main account',
            account_sid: 'AC0123456789abcdef0123456789abcdef',
            auth_token: 'your-auth-token',
          },
          response: {
            success: true,
            integration: {
              id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e',
              provider: 'twilio',
              is_active: true,
              account_name: 'Main account',
              account_sid: 'AC****************************cdef',
            },
          },
        },
        errors: [400, 502],
      }),
    )
    .input(TwilioCredentialsRequest)
    .output(TwilioConnection)
    .mutation(({ ctx, input }) => connectTwilio(ctx.caller.ownTenantContext(ctx.principal), input)),

  twilioStatus: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/integrations/twilio/status',
        tag,
        summary: 'Check the Twilio account',
        description:
          'Checks with Twilio whether the saved credentials are valid and the account is active. Always returns 200, even ' +
          'if no account is connected or Twilio can’t be reached: see `health`.',
        example: {
          response: {
            is_connected: true,
            connection: 'own',
            is_healthy: true,
            health: 'ok',
            message: 'Credentials are valid and the account is active',
            account_name: 'Main account',
            account_sid: 'AC****************************cdef',
            metadata: { friendly_name: 'Acme', account_type: 'Full' },
          },
        },
      }),
    )
    .output(TwilioStatus)
    .query(({ ctx }) => getTwilioStatus(ctx.tenantContext)),

  disconnectTwilio: adminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/integrations/twilio/disconnect',
        whenInactive: 'agency',
        tag,
        summary: 'Disconnect Twilio',
        description:
          'Deletes the saved credentials of the caller’s own tenant. Its phone numbers stay in the list, but calls to them ' +
          'are rejected until an account is connected again. Returns 404 if no account is connected.',
        example: { response: { success: true } },
        errors: [404],
      }),
    )
    .output(TwilioDisconnection)
    .mutation(({ ctx }) => disconnectTwilio(ctx.caller.ownTenantContext(ctx.principal))),
});
