import { invalidField } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { recordEvent } from '@leadlock/platform/events';
import { sql } from 'kysely';
import { recordingAddress } from '../calls/call-view.ts';
import type { AuthenticWebhook } from './authenticate.ts';
import { findReportedCall, type ReportedCall } from './find-call.ts';
import { isRecordingUrl, secondsOf, type RecordingWebhook } from './schemas.ts';

/** How a recording ends: with sound, without any, or not at all. Twilio reports its beginning and its pauses, too. */
type RecordingEnd = 'completed' | 'absent' | 'failed';

function endOf(status: string | string[] | undefined): RecordingEnd | null {
  // Twilio did not always say it; then it only told of those that were there.
  if (status === undefined) return 'completed';
  return status === 'completed' || status === 'absent' || status === 'failed' ? status : null;
}

/** Notes that there is nothing to hear, unless another recording of the call is there. */
async function noteMissing(owner: AuthenticWebhook['ctx'], call: ReportedCall, end: RecordingEnd): Promise<void> {
  await owner.database
    .tenant(call.tenant_id)
    .updateTable('call_logs')
    .set({
      metadata: sql`metadata || ${JSON.stringify({ recording_status: end })}::jsonb`,
      updated_at: owner.clock.now(),
    })
    .where('tenant_id', '=', call.tenant_id)
    .where('id', '=', call.id)
    .where('recording_url', 'is', null)
    .execute();
}

/**
 * Keeps where the recording of a call is, once it can be heard. Repeated reports change nothing.
 * @param status `RecordingStatus` as Twilio sent it
 */
export async function storeRecording(
  { ctx: owner, accountSid }: AuthenticWebhook,
  webhook: RecordingWebhook,
  status?: string | string[],
): Promise<void> {
  const end = endOf(status);
  if (end === null) return;
  const db = owner.database.system;
  const call = await findReportedCall(db, owner.tenant.id, { callSid: webhook.CallSid, accountSid });
  if (!call) return;
  if (end !== 'completed') return noteMissing(owner, call, end);
  if (!isRecordingUrl(webhook.RecordingUrl)) {
    throw invalidField(
      ['body', 'RecordingUrl'],
      'Input should be the address of a Twilio recording',
      webhook.RecordingUrl,
    );
  }
  const seconds = secondsOf(webhook.RecordingDuration) ?? 0;
  await withTransaction(owner.database.tenant(call.tenant_id), async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('call_logs')
      .set({
        recording_sid: webhook.RecordingSid,
        recording_url: webhook.RecordingUrl,
        recording_duration_seconds: seconds,
        metadata: sql`metadata - 'recording_status'`,
        updated_at: owner.clock.now(),
      })
      .where('tenant_id', '=', call.tenant_id)
      .where('id', '=', call.id)
      .where('recording_url', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await recordEvent(trx, {
      tenantId: call.tenant_id,
      type: 'recording.ready',
      payload: {
        call_id: call.id,
        recording_url: recordingAddress(owner.settings.publicApiUrl, call.id),
        duration_seconds: seconds,
      },
      actor: owner.actor,
    });
  });
}
