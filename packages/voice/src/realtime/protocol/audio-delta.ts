import type { EncodedAudio } from '../../contracts/audio.ts';
import { isBase64 } from '../../wire/base64-audio.ts';
import { stringValueEnd, stringValueStart } from '../../wire/raw-message.ts';

const AUDIO_DELTA = 'response.output_audio.delta';
const TYPE_KEY = Buffer.from('"type":');
const TYPE = Buffer.from(AUDIO_DELTA);
const RESPONSE_KEY = Buffer.from('"response_id":');
const ITEM_KEY = Buffer.from('"item_id":');
const DELTA_KEY = Buffer.from('"delta":');
const QUOTE = 0x22;

/**
 * Recognises the audio of the item that is being spoken without parsing the message. All other messages, and audio of
 * any other item or response, take the slow way, where it is decided whether they are wanted.
 */
export class AudioDeltaCutter {
  #responseId: Buffer | null = null;
  #itemId: Buffer | null = null;

  /** From now on audio of this item is passed; null: every message is parsed. */
  follow(ids: { responseId: string; itemId: string } | null): void {
    this.#responseId = ids && Buffer.from(ids.responseId);
    this.#itemId = ids && Buffer.from(ids.itemId);
  }

  /** The audio as a view into `message`, or null. */
  cut(message: Buffer): EncodedAudio | null {
    if (!this.#responseId || !this.#itemId) return null;
    if (!valueIs(message, TYPE_KEY, TYPE)) return null;
    if (!valueIs(message, RESPONSE_KEY, this.#responseId) || !valueIs(message, ITEM_KEY, this.#itemId)) return null;
    const start = stringValueStart(message, DELTA_KEY);
    if (start < 0) return null;
    const end = stringValueEnd(message, start);
    if (end < 0) return null;
    const audio = message.subarray(start, end);
    return isBase64(audio) ? audio : null;
  }
}

function valueIs(message: Buffer, key: Buffer, expected: Buffer): boolean {
  const start = stringValueStart(message, key);
  if (start < 0 || message[start + expected.length] !== QUOTE) return false;
  for (let index = 0; index < expected.length; index++) if (message[start + index] !== expected[index]) return false;
  return true;
}
