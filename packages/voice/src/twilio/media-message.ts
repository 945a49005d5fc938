import type { EncodedAudio } from '../contracts/audio.ts';
import { isBase64 } from '../wire/base64-audio.ts';
import { startsWith, stringValueEnd, stringValueStart } from '../wire/raw-message.ts';

const MEDIA_HEAD = Buffer.from('{"event":"media"');
const PAYLOAD_KEY = Buffer.from('"payload":');

/**
 * The caller's audio cut out of a `media` message without parsing it, as a view; null when the message does not
 * have the expected shape and has to be parsed. 50 of these arrive a second and call.
 */
export function cutMediaPayload(message: Buffer): EncodedAudio | null {
  if (!startsWith(message, MEDIA_HEAD)) return null;
  const start = stringValueStart(message, PAYLOAD_KEY, MEDIA_HEAD.length);
  if (start < 0) return null;
  const end = stringValueEnd(message, start);
  if (end < 0) return null;
  const payload = message.subarray(start, end);
  return isBase64(payload) ? payload : null;
}

/** What goes before and after the payload of every `media` message that we send on a stream. */
export const mediaHead = (streamSid: string): Buffer =>
  Buffer.from(`{"event":"media","streamSid":${JSON.stringify(streamSid)},"media":{"payload":"`);
export const MEDIA_TAIL: Buffer = Buffer.from('"}}');

export const markMessage = (streamSid: string, name: string): string =>
  JSON.stringify({ event: 'mark', streamSid, mark: { name } });
export const clearMessage = (streamSid: string): string => JSON.stringify({ event: 'clear', streamSid });
