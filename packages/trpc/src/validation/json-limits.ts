import { AppError, type FieldError } from '@leadlock/core/errors';

/** How deep arrays and objects may lie inside each other. What walks an input may call itself so many times. */
export const MAX_JSON_DEPTH = 64;
/** How many values one JSON text may hold: what is done for each of them adds up to milliseconds, not seconds. */
export const MAX_JSON_VALUES = 20_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function tooDeep(loc: FieldError['loc']): AppError {
  const msg = `The JSON is nested more than ${MAX_JSON_DEPTH} levels deep`;
  return new AppError('validation', msg, { fields: [{ type: 'json_too_deep', loc, msg, input: null }] });
}

const tooMany = (): AppError => new AppError('payload_too_large', `The JSON has more than ${MAX_JSON_VALUES} values`);

/**
 * Refuses JSON that is nested too deep or has too many values, before anything is made of it. One pass over the text;
 * whether it is JSON at all is left to the parser.
 * @throws validation for the depth, payload_too_large for the number of values
 */
export function limitJson(text: string, loc: FieldError['loc']): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        for (at += 1; at < text.length; at += 1) {
          const code = text.charCodeAt(at);
          if (code === QUOTE) break;
          if (code === BACKSLASH) at += 1;
        }
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        if (depth > MAX_JSON_DEPTH) throw tooDeep(loc);
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        if (values > MAX_JSON_VALUES) throw tooMany();
        break;
      default:
    }
  }
}
