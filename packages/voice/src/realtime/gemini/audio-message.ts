import { base64End } from '../../wire/base64-audio.ts';
import { objectAt, objectsAt, type JsonObject } from '../../wire/json.ts';
import { standsAt, StringField } from '../../wire/raw-message.ts';

/** What surrounds the audio in a message is short; anything longer is no such message. */
const MAX_FRAME_BYTES = 400;

/**
 * Recognizes messages that hold one piece of audio and nothing else without parsing them: they are the same text around
 * other base64. What that text is, is learned from a message that was parsed.
 */
export class AudioMessage {
  readonly #data = new StringField('data');
  #head: Buffer | null = null;
  #tail: Buffer = Buffer.alloc(0);

  /** Where the audio begins, and `end` after the call, where it ends; -1 for every other message. */
  cut(message: Buffer): number {
    const head = this.#head;
    if (!head || !standsAt(message, 0, head)) return -1;
    this.end = base64End(message, head.length);
    const isWhole = this.end > 0 && message.length === this.end + this.#tail.length;
    return isWhole && standsAt(message, this.end, this.#tail) ? head.length : -1;
  }

  end = -1;

  /** `message` holds one piece of audio and nothing else, if `parsed` does. */
  learn(message: Buffer, parsed: JsonObject): void {
    if (!isPureAudio(parsed)) return;
    const start = this.#data.valueStart(message);
    const end = start < 0 ? -1 : base64End(message, start);
    if (end < 0 || start > MAX_FRAME_BYTES || message.length - end > MAX_FRAME_BYTES) return;
    this.#head = Buffer.from(message.subarray(0, start));
    this.#tail = Buffer.from(message.subarray(end));
  }
}

function isPureAudio(parsed: JsonObject): boolean {
  const content = objectAt(parsed, 'serverContent');
  const turn = objectAt(content, 'modelTurn');
  const [part, ...others] = objectsAt(turn, 'parts');
  const hasOnly = (object: JsonObject | null | undefined, keys: readonly string[]): boolean =>
    Object.keys(object ?? {}).every((key) => keys.includes(key));
  const isAlone = hasOnly(parsed, ['serverContent']) && hasOnly(content, ['modelTurn']);
  const isOnePart = hasOnly(turn, ['parts', 'role']) && others.length === 0 && hasOnly(part, ['inlineData']);
  return isAlone && isOnePart && objectAt(part ?? null, 'inlineData') !== null;
}
