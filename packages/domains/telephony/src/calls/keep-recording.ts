import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { recordEvent, type EventRecorder } from '@leadlock/platform/events';
import { sql } from 'kysely';
import { recordingAddress } from './call-view.ts';

/** The call that was recorded. */
export interface RecordedCall {
  tenant_id: string;
  id: string;
}

/** A recording that can be heard, as the carrier tells of it. */
export interface ReadyRecording {
  sid: string;
  url: string;
  seconds: number;
}

type Keeper = Omit<EventRecorder, 'db'> & Pick<SystemContext, 'database' | 'settings' | 'clock'>;

/** Keeps where the recording of a call is, and announces it, once: whoever comes second changes nothing. */
export async function keepRecording(
  keeper: Keeper,
  call: RecordedCall,
  { sid, url, seconds }: ReadyRecording,
): Promise<boolean> {
  const { database, settings, clock } = keeper;
  return withTransaction(database.tenant(call.tenant_id), async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('call_logs')
      .set({
        recording_sid: sid,
        recording_url: url,
        recording_duration_seconds: seconds,
        recording_due_at: null,
        metadata: sql`metadata - 'recording_status'`,
        updated_at: clock.now(),
      })
      .where('tenant_id', '=', call.tenant_id)
      .where('id', '=', call.id)
      .where('recording_url', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await recordEvent(
      { ...keeper, db: trx },
      {
        tenantId: call.tenant_id,
        type: 'recording.ready',
        payload: {
          call_id: call.id,
          recording_url: recordingAddress(settings.publicApiUrl, call.id),
          duration_seconds: seconds,
        },
      },
    );
    return true;
  });
}

/** Notes that there is nothing to hear, unless another recording of the call is there. */
export async function noteMissingRecording(
  { database, clock }: Pick<Keeper, 'database' | 'clock'>,
  call: RecordedCall,
  status: 'absent' | 'failed',
): Promise<void> {
  await database
    .tenant(call.tenant_id)
    .updateTable('call_logs')
    .set({
      recording_due_at: null,
      metadata: sql`metadata || ${JSON.stringify({ recording_status: status })}::jsonb`,
      updated_at: clock.now(),
    })
    .where('tenant_id', '=', call.tenant_id)
    .where('id', '=', call.id)
    .where('recording_url', 'is', null)
    .execute();
}
