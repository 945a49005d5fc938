import type { TenantContext } from '@leadlock/context/context';
import { toStorableJson } from '@leadlock/core/storable-text';
import type { TranscriptEntry } from '@leadlock/voice/session';

/** Keeps the conversation so far of a call that runs, for the live view and in case its gateway dies. */
export async function saveTranscript(
  ctx: TenantContext,
  callId: string,
  transcript: readonly TranscriptEntry[],
): Promise<void> {
  await ctx.db
    .updateTable('call_logs')
    .set({ transcript: toStorableJson(transcript), updated_at: ctx.clock.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .where('ended_at', 'is', null)
    .execute();
}
