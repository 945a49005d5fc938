import type { EncodedAudio } from '../../contracts/audio.ts';
import { base64End } from '../../wire/base64-audio.ts';
import { StringField } from '../../wire/raw-message.ts';

const AUDIO_DELTA = Buffer.from('response.output_audio.delta');

/**
 * Recognizes the audio of the item that is being spoken without parsing the message. All other messages, and audio of
 * any other item or response, take the slow way, where it is decided whether they are wanted.
 */
export class AudioDeltaCutter {
  readonly #type = new StringField('type');
  readonly #response = new StringField('response_id');
  readonly #item = new StringField('item_id');
  readonly #delta = new StringField('delta');
  #responseId: Buffer | null = null;
  #itemId: Buffer | null = null;

  /** From now on audio of this item is passed; null: every message is parsed. */
  follow(ids: { responseId: string; itemId: string } | null): void {
    this.#responseId = ids && Buffer.from(ids.responseId);
    this.#itemId = ids && Buffer.from(ids.itemId);
  }

  /** The audio as a view into `message`, or null. */
  cut(message: Buffer): EncodedAudio | null {
    if (!this.#responseId || !this.#itemId || !this.#type.valueIs(message, AUDIO_DELTA)) return null;
    if (!this.#response.valueIs(message, this.#responseId) || !this.#item.valueIs(message, this.#itemId)) return null;
    const start = this.#delta.valueStart(message);
    if (start < 0) return null;
    const end = base64End(message, start);
    return end < 0 ? null : message.subarray(start, end);
  }
}
