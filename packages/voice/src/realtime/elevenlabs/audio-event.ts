import type { EncodedAudio } from '../../contracts/audio.ts';
import { base64End } from '../../wire/base64-audio.ts';
import { StringField } from '../../wire/raw-message.ts';

const AUDIO = Buffer.from('audio');
const EVENT_ID = Buffer.from('"event_id":');
const SPACE = 0x20;
const ZERO = 0x30;
/** More digits than an id has, and few enough to be exact. */
const MAX_DIGITS = 15;

/** Reads messages with audio without parsing them. */
export class AudioEventCutter {
  readonly #type = new StringField('type');
  readonly #audio = new StringField('audio_base_64');

  /** The audio as a view into `message`; null when it is another message, or one to be read the slow way. */
  cut(message: Buffer): { audio: EncodedAudio; eventId: number } | null {
    const start = this.#audio.valueStart(message);
    if (start < 0 || !this.#type.valueIs(message, AUDIO)) return null;
    const end = base64End(message, start);
    if (end < 0) return null;
    const eventId = idIn(message, end) ?? idIn(message.subarray(0, start), 0);
    return eventId === null ? null : { audio: message.subarray(start, end), eventId };
  }
}

function idIn(message: Buffer, from: number): number | null {
  const found = message.indexOf(EVENT_ID, from);
  if (found < 0) return null;
  let at = found + EVENT_ID.length;
  if (message[at] === SPACE) at++;
  let id = 0;
  let digits = 0;
  for (; digits < MAX_DIGITS; digits++) {
    const digit = (message[at + digits] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    id = id * 10 + digit;
  }
  return digits === 0 ? null : id;
}
