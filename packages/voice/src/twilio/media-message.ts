import type { EncodedAudio } from '../contracts/audio.ts';
import { base64End } from '../wire/base64-audio.ts';
import { standsAt, StringField } from '../wire/raw-message.ts';

const MEDIA_HEAD = Buffer.from('{"event":"media"');

/** Cuts the caller's audio out of the `media` messages of one stream: 50 of them arrive a second. */
export class MediaPayloadCutter {
  readonly #payload = new StringField('payload');

  /** The audio as a view, or null when the message does not have the expected shape and has to be parsed. */
  cut(message: Buffer): EncodedAudio | null {
    if (!standsAt(message, 0, MEDIA_HEAD)) return null;
    const start = this.#payload.valueStart(message);
    if (start < 0) return null;
    const end = base64End(message, start);
    return end < 0 ? null : message.subarray(start, end);
  }
}

/** What goes before and after the payload of every `media` message that we send on a stream. */
export const mediaHead = (streamSid: string): Buffer =>
  Buffer.from(`{"event":"media","streamSid":${JSON.stringify(streamSid)},"media":{"payload":"`);
export const MEDIA_TAIL: Buffer = Buffer.from('"}}');

export const markMessage = (streamSid: string, name: string): string =>
  JSON.stringify({ event: 'mark', streamSid, mark: { name } });
export const clearMessage = (streamSid: string): string => JSON.stringify({ event: 'clear', streamSid });
