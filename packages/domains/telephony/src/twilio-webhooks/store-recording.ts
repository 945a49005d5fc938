import { allTenants } from '@leadlock/context/all-tenants';
import { invalidField } from '@leadlock/core/errors';
import { keepRecording, noteMissingRecording } from '../calls/keep-recording.ts';
import type { AuthenticWebhook } from './authenticate.ts';
import { findReportedCall } from './find-call.ts';
import { isRecordingUrl, secondsOf, type RecordingWebhook } from './schemas.ts';

/** How a recording ends: with sound, without any, or not at all. Twilio reports its beginning and its pauses, too. */
type RecordingEnd = 'completed' | 'absent' | 'failed';

function endOf(status: string | string[] | undefined): RecordingEnd | null {
  // Twilio did not always say it; then it only told of those that were there.
  if (status === undefined) return 'completed';
  return status === 'completed' || status === 'absent' || status === 'failed' ? status : null;
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
  const db = allTenants(owner);
  const call = await findReportedCall(db, owner.tenant.id, { callSid: webhook.CallSid, accountSid });
  if (!call) return;
  if (end !== 'completed') return noteMissingRecording(owner, call, end);
  if (!isRecordingUrl(webhook.RecordingUrl)) {
    throw invalidField(['body', 'RecordingUrl'], 'Input should be the URL of a Twilio recording', webhook.RecordingUrl);
  }
  const seconds = secondsOf(webhook.RecordingDuration) ?? 0;
  await keepRecording(owner, call, { sid: webhook.RecordingSid, url: webhook.RecordingUrl, seconds });
}
