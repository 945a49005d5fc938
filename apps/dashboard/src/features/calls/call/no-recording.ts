import { isFromBrowser, type CallDetail } from '../call-labels.ts';

/** Carriers report a recording some seconds after its call. */
const PATIENCE_MS = 90_000;

type Ended = Pick<CallDetail, 'direction' | 'duration_seconds' | 'ended_at' | 'recording_url'>;

/** Whether the recording of a call that has just ended may still come. */
export function awaitsRecording(call: Ended, now: number): boolean {
  if (!call.ended_at || call.recording_url || isFromBrowser(call) || !call.duration_seconds) return false;
  return now - Date.parse(call.ended_at) < PATIENCE_MS;
}

/** Why a call that is over has no recording, as a sentence. */
export function whyNotRecorded(call: Ended, now: number): string {
  if (isFromBrowser(call)) return 'Calls from the browser are not recorded.';
  if (!call.duration_seconds) return 'No agent answered, so there is no recording.';
  if (awaitsRecording(call, now)) return 'Twilio is processing the recording. It will appear here automatically.';
  return 'Twilio didn’t provide a recording for this call.';
}
