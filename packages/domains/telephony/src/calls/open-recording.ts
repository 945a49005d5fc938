import type { TenantContext } from '@leadlock/context/context';
import { notFound, upstream } from '@leadlock/core/errors';
import { twilioCredentialsByAccountSid, twilioCredentialsFor } from '@leadlock/crm/integrations';
import { ProviderError, type RecordingStream } from '@leadlock/providers/contracts';

/**
 * The recording of a call, or the part of it that `range` asks for.
 * @returns null when the recording has no such part
 */
export async function openRecording(
  ctx: TenantContext,
  callId: string,
  range: string | undefined,
): Promise<RecordingStream | null> {
  const call = await ctx.db
    .selectFrom('call_logs')
    .select(['recording_url', 'twilio_account_sid'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .executeTakeFirst();
  if (!call) throw notFound('Call');
  if (call.recording_url === null) throw notFound('Recording');
  const credentials = await callCredentials(ctx, call.twilio_account_sid);
  if (credentials === null) throw notFound('Recording');
  try {
    return await ctx.providers.telephony.openRecording(credentials, call.recording_url, range);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.status === 404) throw notFound('Recording');
    if (error.status === 416) return null;
    throw upstream('Twilio didn’t return the recording', error);
  }
}

/** The account a call came in on; the tenant's current one for calls of an account that is not connected any more. */
export async function callCredentials(ctx: TenantContext, accountSid: string | null) {
  const own = accountSid === null ? null : await twilioCredentialsByAccountSid(ctx, ctx.tenant.id, accountSid);
  return own ?? twilioCredentialsFor(ctx, ctx.tenant.id);
}
