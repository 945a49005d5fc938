import type { TenantContext } from '@leadlock/context/context';
import { badRequest, notFound } from '@leadlock/core/errors';
import { callCredentials } from './open-recording.ts';

/**
 * Has the carrier record a call that runs; the recording's webhook reports when it can be heard.
 * @returns the carrier's name of the recording
 */
export async function startRecording(ctx: TenantContext, callId: string): Promise<string> {
  const call = await ctx.db
    .selectFrom('call_logs')
    .leftJoin('phone_numbers', (join) =>
      join
        .onRef('phone_numbers.user_tenant_id', '=', 'call_logs.tenant_id')
        .onRef('phone_numbers.id', '=', 'call_logs.phone_number_id'),
    )
    .select(['twilio_call_sid', 'twilio_account_sid', 'phone_numbers.tenant_id as number_owner'])
    .where('call_logs.tenant_id', '=', ctx.tenant.id)
    .where('call_logs.id', '=', callId)
    .executeTakeFirst();
  if (!call) throw notFound('Call');
  const credentials = await callCredentials(ctx, call.twilio_account_sid);
  if (credentials === null) throw badRequest('No Twilio account connected');
  const webhook = `${ctx.settings.publicApiUrl}/webhooks/twilio/${call.number_owner ?? ctx.tenant.id}/recording`;
  const { sid } = await ctx.providers.telephony.startRecording(credentials, call.twilio_call_sid, webhook);
  try {
    await ctx.db
      .updateTable('call_logs')
      .set({ recording_sid: sid })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', callId)
      .where('recording_sid', 'is', null)
      .execute();
  } catch (err) {
    // It runs all the same; whoever ends the call says what it is called.
    ctx.log.warn({ err, callId }, 'failed to record the start of a call recording');
  }
  return sid;
}
