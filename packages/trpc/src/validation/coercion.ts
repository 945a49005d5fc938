import { definition, isInteger, unwrap, type Schema } from './schema-structure.ts';

/** Turns a text value, or the several values of a repeated one, into what the schema wants, or leaves it to be refused. */
export type Coercion = (value: string | readonly string[]) => unknown;

const INTEGER = /^[+-]?\d+(\.0+)?$/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** No number or time that an operation takes is written longer. */
const MAX_WRITTEN_LENGTH = 100;
const TRUE = /^(1|true|t|on|yes|y)$/i;
const FALSE = /^(0|false|f|off|no|n)$/i;

type TextCoercion = (text: string) => unknown;

const asIs: TextCoercion = (text) => text;

const toBoolean: TextCoercion = (text) => {
  if (text === 'true' || TRUE.test(text)) return true;
  return FALSE.test(text) ? false : text;
};

const toNumber =
  (written: RegExp): TextCoercion =>
  (text) => {
    if (text.length > MAX_WRITTEN_LENGTH) return text;
    return written.test(text.trim()) ? Number(text) : text;
  };

const toDate: TextCoercion = (text) => {
  if (text.length > MAX_WRITTEN_LENGTH) return text;
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time);
};

/** The values of a literal or enum that are not text, by how they are written. */
function fromValues(values: readonly unknown[]): TextCoercion {
  const byText = new Map(values.filter((value) => typeof value !== 'string').map((value) => [String(value), value]));
  return byText.size === 0 ? asIs : (text) => (byText.has(text) ? byText.get(text) : text);
}

function textCoercion(schema: Schema): TextCoercion {
  const def = definition(schema);
  switch (def.type) {
    case 'number':
      return toNumber(isInteger(schema) ? INTEGER : DECIMAL);
    case 'boolean':
      return toBoolean;
    case 'date':
      return toDate;
    case 'literal':
      return fromValues(def.values);
    case 'enum':
      return fromValues(Object.values(def.entries));
    case 'union': {
      const options = def.options.map((option) => unwrap(option));
      // Text is already one of the choices.
      if (options.some((option) => definition(option).type === 'string')) return asIs;
      const coercions = options.map(textCoercion).filter((coercion) => coercion !== asIs);
      return (text) => coercions.map((coercion) => coercion(text)).find((value) => value !== text) ?? text;
    }
    default:
      return asIs;
  }
}

/** The coercion for a field. The schema itself is only read: it may serve JSON doors too, which coerce nothing. */
export function coercionFor(field: Schema): Coercion {
  const schema = unwrap(field);
  const def = definition(schema);
  if (def.type === 'array' || def.type === 'set') {
    const element = textCoercion(unwrap(def.type === 'array' ? def.element : def.valueType));
    return (value) => (typeof value === 'string' ? [element(value)] : value.map(element));
  }
  const coerce = textCoercion(schema);
  // A scalar that was sent twice: the last one counts.
  return (value) => coerce(typeof value === 'string' ? value : (value.at(-1) ?? ''));
}

export function isList(field: Schema): boolean {
  const { type } = definition(unwrap(field));
  return type === 'array' || type === 'set';
}

/** True where an empty form field cannot be a value and so means that there is none. */
export function isNothingWhenEmpty(field: Schema): boolean {
  const { type } = definition(unwrap(field));
  return type !== 'string' && type !== 'any' && type !== 'unknown' && type !== 'array';
}
