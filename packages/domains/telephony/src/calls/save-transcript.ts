import type { TenantContext } from '@leadlock/context/context';
import { toStorableJson } from '@leadlock/core/storable-text';
import type { TranscriptEntry } from '@leadlock/voice/session';
import { updateTranscript } from './write-call.ts';

/**
 * Keeps the conversation so far of a call that runs, for the live view and in case its gateway dies. It stands in the
 * session: the call's own row is wide and has many indexes, and gets the conversation once, at the end. A call that is
 * over has no session, and a late turn goes nowhere.
 */
export async function saveTranscript(
  ctx: TenantContext,
  callId: string,
  transcript: readonly TranscriptEntry[],
): Promise<void> {
  await updateTranscript(ctx.db, { tenantId: ctx.tenant.id, callId }, toStorableJson(transcript));
}
