import { withTransaction } from '@leadlock/db/transaction';
import { recordEvent } from '@leadlock/platform/events';
import { recordingAddress } from '../calls/call-view.ts';
import type { AuthenticWebhook } from './authenticate.ts';
import { findReportedCall } from './find-call.ts';
import { secondsOf, type RecordingWebhook } from './schemas.ts';

/** Keeps where the recording of a call is. Repeated reports change nothing. */
export async function storeRecording({ ctx: owner }: AuthenticWebhook, webhook: RecordingWebhook): Promise<void> {
  const db = owner.database.system;
  const call = await findReportedCall(db, owner.tenant.id, webhook.CallSid);
  if (!call) return;
  const seconds = secondsOf(webhook.RecordingDuration) ?? 0;
  await withTransaction(owner.database.tenant(call.tenant_id), async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('call_logs')
      .set({
        recording_sid: webhook.RecordingSid,
        recording_url: webhook.RecordingUrl,
        recording_duration_seconds: seconds,
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
