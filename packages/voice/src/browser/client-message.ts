import { parseObject, stringAt } from '../wire/json.ts';

/** The longest text that a person may write at once, in UTF-16 code units, as a text field of a browser counts. */
const MAX_TEXT_LENGTH = 2000;
const MAX_TOKEN_LENGTH = 200;

/** What a browser says about its call, beside the audio. */
export type ClientMessage =
  | { type: 'start'; token: string }
  | { type: 'played'; mark: string }
  | { type: 'text'; text: string }
  | { type: 'typing' }
  | { type: 'dtmf'; digit: string }
  | { type: 'hangup' };

/** Reads a text message of the browser protocol; null for one that is malformed, too long or unknown. */
export function readClientMessage(message: Buffer): ClientMessage | null {
  const object = parseObject(message);
  switch (stringAt(object, 'type')) {
    case 'start': {
      const token = stringAt(object, 'token') ?? '';
      return token !== '' && token.length <= MAX_TOKEN_LENGTH ? { type: 'start', token } : null;
    }
    case 'played': {
      const mark = stringAt(object, 'mark');
      return mark === null ? null : { type: 'played', mark };
    }
    case 'text': {
      const text = (stringAt(object, 'text') ?? '').trim();
      return text !== '' && text.length <= MAX_TEXT_LENGTH ? { type: 'text', text } : null;
    }
    case 'typing':
      return { type: 'typing' };
    case 'dtmf': {
      const digit = stringAt(object, 'digit');
      return digit !== null && /^[0-9A-D*#]$/.test(digit) ? { type: 'dtmf', digit } : null;
    }
    case 'hangup':
      return { type: 'hangup' };
    default:
      return null;
  }
}
