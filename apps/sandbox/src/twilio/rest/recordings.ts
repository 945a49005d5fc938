import type { RequestHandler } from 'express';
import { mp3File } from '../../audio/mp3.ts';
import { wavFile } from '../../audio/wav.ts';
import { setPaused, startRecording, stopRecording, type RecordingSettings } from '../call/recordings.ts';
import type { RecordingRecord } from '../model.ts';
import type { TwilioService } from '../service.ts';
import { notFound, TwilioError } from '../twilio-error.ts';
import { choiceField, field, fieldList, methodField, urlField, type Form } from './form.ts';
import { authenticate, owned, sendError, type RestHandler } from './handler.ts';
import { page } from './pages.ts';
import { recordingBody } from './representations.ts';

/** Fields are named the same when a call is created and when its recording is started by itself. */
export function readRecordingSettings(form: Form, source: RecordingRecord['source']): RecordingSettings {
  const events = fieldList(form, 'RecordingStatusCallbackEvent').flatMap((value) => value.split(' '));
  return {
    channels: choiceField(form, 'RecordingChannels', ['mono', 'dual']) ?? 'mono',
    track: choiceField(form, 'RecordingTrack', ['inbound', 'outbound', 'both']) ?? 'both',
    source,
    statusCallback: urlField(form, 'RecordingStatusCallback') ?? null,
    statusCallbackMethod: methodField(form, 'RecordingStatusCallbackMethod') ?? 'POST',
    statusCallbackEvents: events.length === 0 ? ['completed'] : events,
  };
}

export const startCallRecording =
  (service: TwilioService): RestHandler =>
  (request) => {
    const record = owned(service.store.calls, request);
    const call = service.liveCalls.get(record.sid);
    if (!call || record.status !== 'in-progress') {
      throw new TwilioError(400, 21_220, 'Requested resource is not eligible for recording');
    }
    const recording = startRecording(service, call, readRecordingSettings(request.form, 'StartCallRecordingAPI'));
    return { status: 201, body: recordingBody(recording, service.baseUrl()) };
  };

/** Pauses, resumes or stops a recording; `Twilio.CURRENT` is the one that runs. */
export const updateCallRecording =
  (service: TwilioService, recordingSid: (path: string) => string): RestHandler =>
  (request) => {
    const record = owned(service.store.calls, request);
    const call = service.liveCalls.get(record.sid);
    const asked = recordingSid(request.path);
    const sid = asked === 'Twilio.CURRENT' ? [...(call?.recorders.keys() ?? [])].at(-1) : asked;
    const recording = service.store.recordings.get(sid ?? '');
    if (recording?.callSid !== record.sid || recording.accountSid !== request.account.sid) throw notFound(request.path);
    const status = choiceField(request.form, 'Status', ['in-progress', 'paused', 'stopped']);
    if (status === undefined) throw new TwilioError(400, 20_001, 'Status is required');
    if (!call?.recorders.has(recording.sid)) {
      throw new TwilioError(400, 21_220, 'The recording is over and cannot be changed');
    }
    if (status === 'stopped') stopRecording(service, call, recording);
    else setPaused(call, recording, status === 'paused');
    return { status: 200, body: recordingBody(recording, service.baseUrl()) };
  };

export const listRecordings =
  (service: TwilioService): RestHandler =>
  (request) => {
    const callSid = request.sid || request.query.get('CallSid');
    const recordings = [...service.store.recordings.values()].filter(
      (one) => one.accountSid === request.account.sid && (callSid === null || one.callSid === callSid),
    );
    return page(
      request,
      'recordings',
      recordings.toReversed().map((one) => recordingBody(one, service.baseUrl())),
    );
  };

export const fetchRecording =
  (service: TwilioService): RestHandler =>
  (request) => ({ status: 200, body: recordingBody(owned(service.store.recordings, request), service.baseUrl()) });

export const deleteRecording =
  ({ store }: TwilioService): RestHandler =>
  (request) => {
    const { sid } = owned(store.recordings, request);
    store.recordings.delete(sid);
    store.recordedAudio.delete(sid);
    return { status: 204 };
  };

/** The audio itself: `.mp3` by that name, WAV by `.wav` or no ending. Ranges are served. */
export const recordingMedia =
  ({ store }: TwilioService): RequestHandler =>
  async (request, response) => {
    try {
      const account = authenticate(store, request.headers.authorization, String(request.params.accountSid));
      const [, sid = '', ending] = /^(RE[0-9a-f]{32})(?:\.(mp3|wav))?$/i.exec(String(request.params.file)) ?? [];
      const audio = store.recordings.get(sid)?.accountSid === account.sid ? store.recordedAudio.get(sid) : undefined;
      if (!audio) throw notFound(request.originalUrl.replace(/^\/twilio(?=\/)/, ''));
      const channels = Number(field(request.query as Form, 'RequestedChannels') ?? audio.tracks.length);
      const tracks = audio.tracks.slice(0, channels);
      const file = ending?.toLowerCase() === 'mp3' ? await mp3File(tracks) : wavFile(tracks);
      sendWithRange(request, response, file, ending?.toLowerCase() === 'mp3' ? 'audio/mpeg' : 'audio/x-wav');
    } catch (error) {
      sendError(response, error);
    }
  };

function sendWithRange(
  request: Parameters<RequestHandler>[0],
  response: Parameters<RequestHandler>[1],
  file: Buffer,
  contentType: string,
): void {
  response.setHeader('Accept-Ranges', 'bytes');
  response.type(contentType);
  // Several ranges at once are answered with the whole file, which is allowed.
  const ranges = request.range(file.length, { combine: true });
  if (ranges === -1) {
    response.status(416).setHeader('Content-Range', `bytes */${file.length}`);
    response.end();
    return;
  }
  const range = Array.isArray(ranges) && ranges.length === 1 && ranges.type === 'bytes' ? ranges[0] : undefined;
  if (!range) {
    response.send(file);
    return;
  }
  response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.length}`);
  response.send(file.subarray(range.start, range.end + 1));
}
