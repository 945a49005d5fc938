import { CallRecorder, finishRecording, recordingSeconds } from '../../audio/call-recorder.ts';
import type { RecordingRecord } from '../model.ts';
import type { TwilioService } from '../service.ts';
import { newSid } from '../sids.ts';
import type { WebhookParams } from '../webhook.ts';
import type { CallLeg } from './call-leg.ts';
import { deliver } from './status-callbacks.ts';

export type RecordingSettings = Pick<
  RecordingRecord,
  'channels' | 'track' | 'source' | 'statusCallback' | 'statusCallbackMethod' | 'statusCallbackEvents'
>;

export function startRecording(service: TwilioService, call: CallLeg, settings: RecordingSettings): RecordingRecord {
  const now = new Date().toISOString();
  const recording: RecordingRecord = {
    sid: newSid('RE'),
    accountSid: call.account.sid,
    callSid: call.record.sid,
    status: 'in-progress',
    durationSeconds: null,
    createdAt: now,
    updatedAt: now,
    ...settings,
  };
  service.store.recordings.set(recording.sid, recording);
  call.recorders.set(recording.sid, new CallRecorder());
  report(service, call, recording);
  return recording;
}

/** Ends one recording; its audio is there from here on. */
export function stopRecording(service: TwilioService, call: CallLeg, recording: RecordingRecord): void {
  const recorder = call.recorders.get(recording.sid);
  if (!recorder) return;
  call.recorders.delete(recording.sid);
  const audio = finishRecording(recorder, recording.channels, recording.track);
  service.store.recordedAudio.set(recording.sid, audio);
  recording.durationSeconds = recordingSeconds(audio);
  recording.status = 'completed';
  recording.updatedAt = new Date().toISOString();
  report(service, call, recording);
}

export function setPaused(call: CallLeg, recording: RecordingRecord, paused: boolean): void {
  const recorder = call.recorders.get(recording.sid);
  if (recorder) recorder.paused = paused;
  recording.status = paused ? 'paused' : 'in-progress';
  recording.updatedAt = new Date().toISOString();
}

/** Ends what is still recorded, and says what the call's last report tells about it. */
export function finishCallRecordings(service: TwilioService, call: CallLeg): WebhookParams {
  for (const sid of call.recorders.keys()) {
    const recording = service.store.recordings.get(sid);
    if (recording) stopRecording(service, call, recording);
  }
  const last = [...service.store.recordings.values()].findLast((one) => one.callSid === call.record.sid);
  if (!last) return {};
  return {
    RecordingSid: last.sid,
    RecordingUrl: recordingUrl(service, last),
    RecordingDuration: String(last.durationSeconds),
  };
}

export const recordingUrl = (service: TwilioService, recording: RecordingRecord): string =>
  `${service.baseUrl()}/2010-04-01/Accounts/${recording.accountSid}/Recordings/${recording.sid}`;

function report(service: TwilioService, call: CallLeg, recording: RecordingRecord): void {
  if (recording.statusCallback === null || !recording.statusCallbackEvents.includes(recording.status)) return;
  const params: WebhookParams = {
    AccountSid: recording.accountSid,
    CallSid: recording.callSid,
    RecordingSid: recording.sid,
    RecordingUrl: recordingUrl(service, recording),
    RecordingStatus: recording.status,
    RecordingChannels: recording.channels === 'dual' ? '2' : '1',
    RecordingTrack: recording.track,
    RecordingSource: recording.source,
    RecordingStartTime: new Date(recording.createdAt).toUTCString().replace('GMT', '+0000'),
    ErrorCode: '0',
    ...(recording.durationSeconds !== null && { RecordingDuration: String(recording.durationSeconds) }),
  };
  const target = { url: recording.statusCallback, method: recording.statusCallbackMethod };
  service.background(deliver(service, call.account.authToken, target, params));
}
