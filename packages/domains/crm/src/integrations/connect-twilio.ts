import type { TenantContext } from '@leadlock/context/context';
import { badRequest, upstream } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { isTwilioSid } from '@leadlock/core/twilio-sid';
import { ProviderError, type TelephonyAccount, type TelephonyCredentials } from '@leadlock/providers/contracts';
import type { z } from 'zod';
import { upsertTwilioIntegration } from './queries.ts';
import { maskedSid, type TwilioConnection, type TwilioCredentialsRequest } from './schemas.ts';
import { credentialsPurpose } from './twilio-credentials.ts';

async function fetchAccount(ctx: TenantContext, credentials: TelephonyCredentials): Promise<TelephonyAccount> {
  try {
    return await ctx.providers.telephony.fetchAccount(credentials);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.retryable)
      throw upstream('Couldn’t connect to Twilio to check these credentials. Try again later.', error);
    throw badRequest('Invalid Twilio account SID or auth token', error);
  }
}

/**
 * Stores a tenant's Twilio credentials, sealed, once Twilio has accepted them. Connecting the same account again
 * replaces its token.
 */
export async function connectTwilio(
  ctx: TenantContext,
  input: z.output<typeof TwilioCredentialsRequest>,
): Promise<z.input<typeof TwilioConnection>> {
  const credentials = { accountSid: input.account_sid.trim(), authToken: input.auth_token.trim() };
  if (!isTwilioSid('AC', credentials.accountSid))
    throw badRequest('Invalid account SID. It starts with AC and has 34 characters.');
  const account = await fetchAccount(ctx, credentials);
  if (account.status !== 'active') throw badRequest(`The Twilio account is ${account.status}`);

  const row = await upsertTwilioIntegration(ctx.db, {
    tenantId: ctx.tenant.id,
    id: newId(),
    accountSid: credentials.accountSid,
    accountName: input.account_name,
    sealedCredentials: ctx.secrets.seal(
      credentials.authToken,
      credentialsPurpose(ctx.tenant.id, credentials.accountSid),
    ),
    metadata: { friendly_name: account.friendlyName, account_type: account.type },
    now: ctx.clock.now(),
  });
  return {
    success: true,
    integration: {
      id: row.id,
      provider: 'twilio',
      is_active: row.is_active,
      account_name: row.account_name,
      account_sid: maskedSid(row.account_id),
    },
  };
}
