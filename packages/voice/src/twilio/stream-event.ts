import { isTwilioSid } from '@leadlock/core/twilio-sid';
import { toStorableText } from '@leadlock/core/storable-text';
import type { EncodedAudio } from '../contracts/audio.ts';
import { readBase64 } from '../wire/base64-audio.ts';
import { objectAt, parseObject, stringAt, type JsonObject } from '../wire/json.ts';

/** What Twilio tells about a stream in its `start` message. */
export interface StreamStart {
  streamSid: string;
  callSid: string;
  accountSid: string;
  /** The `<Parameter>` elements of the TwiML that started the stream. */
  customParameters: Record<string, string>;
}

export type StreamEvent =
  | { type: 'connected' }
  | { type: 'start'; start: StreamStart }
  | { type: 'media'; payload: EncodedAudio }
  | { type: 'dtmf'; digit: string }
  | { type: 'mark'; name: string }
  | { type: 'stop' };

/** Reads one message of the Media Streams protocol; null for one that is malformed or unknown. */
export function readStreamEvent(message: Buffer): StreamEvent | null {
  const object = parseObject(message);
  switch (stringAt(object, 'event')) {
    case 'connected':
      return { type: 'connected' };
    case 'start':
      return readStart(objectAt(object, 'start'), stringAt(object, 'streamSid'));
    case 'media': {
      const payload = readBase64(stringAt(objectAt(object, 'media'), 'payload') ?? '');
      return payload && { type: 'media', payload };
    }
    case 'dtmf': {
      const digit = stringAt(objectAt(object, 'dtmf'), 'digit');
      return digit !== null && /^[0-9A-D*#]$/.test(digit) ? { type: 'dtmf', digit } : null;
    }
    case 'mark': {
      const name = stringAt(objectAt(object, 'mark'), 'name');
      return name === null ? null : { type: 'mark', name };
    }
    case 'stop':
      return { type: 'stop' };
    default:
      return null;
  }
}

function readStart(start: JsonObject | null, outerStreamSid: string | null): StreamEvent | null {
  const streamSid = stringAt(start, 'streamSid') ?? outerStreamSid;
  const callSid = stringAt(start, 'callSid');
  if (streamSid === null || !isTwilioSid('MZ', streamSid) || callSid === null) return null;
  const customParameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(objectAt(start, 'customParameters') ?? {})) {
    if (typeof value === 'string') customParameters[name] = toStorableText(value);
  }
  return {
    type: 'start',
    start: { streamSid, callSid, accountSid: stringAt(start, 'accountSid') ?? '', customParameters },
  };
}
