import { argumentsFor, createTask, readPrompt } from '@leadlock/voice/local';
import { Ajv } from 'ajv';
import { asObject, numberAt, textAt, type JsonObject } from '../realtime/json.ts';

/** What a value is looked for in. */
interface Source {
  root: JsonObject;
  text: string;
  lines: string[];
  details: ReturnType<typeof createTask>['details'];
}

/** In an enumeration, the words for not knowing. */
const UNKNOWN = ['unknown', 'unclear', 'other', 'none', 'neutral', 'n/a'];
const NEGATION = /\b(?:no|not|never|without|isn't|doesn't|don't|won't)\b/i;
const AFFIRMATION = /^(?:yes|true|sure|correct)\b/i;

const wordsOf = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();

/** What stands behind a label: `Name: Ada`, `the name is Ada`. */
function labeled(name: string, { lines }: Source): string | undefined {
  const label = wordsOf(name);
  for (const line of lines) {
    const at = line.toLowerCase().indexOf(label);
    if (at < 0) continue;
    const value = /^\s{0,5}(?::|=|\bis\b|\bare\b)\s{0,5}(.+)$/i.exec(line.slice(at + label.length))?.[1];
    if (value !== undefined) return value.trim();
  }
  return undefined;
}

/** The sentence that speaks of something. */
const sentenceAbout = (name: string, { lines }: Source): string | undefined =>
  lines.find((line) => line.toLowerCase().includes(wordsOf(name)));

function numberFor(name: string, source: Source): number | undefined {
  const text = labeled(name, source) ?? sentenceAbout(name, source);
  const found = /-?\d[\d,]*(?:\.\d+)?/.exec(text ?? '')?.[0];
  return found === undefined ? undefined : Number(found.replaceAll(',', ''));
}

function booleanFor(name: string, source: Source): boolean | undefined {
  const value = labeled(name, source);
  if (value !== undefined) return AFFIRMATION.test(value) || !(NEGATION.test(value) || /^false\b/i.test(value));
  const sentence = sentenceAbout(name, source);
  return sentence === undefined ? undefined : !NEGATION.test(sentence);
}

function stringFor(name: string, schema: JsonObject, source: Source): string | undefined {
  const value = labeled(name, source);
  if (value !== undefined) return value.replace(/[.,;]$/, '');
  const tool = { name: '', description: '', parameters: { type: 'object', properties: { [name]: schema } } };
  const detail = argumentsFor(tool, source.details).arguments[name];
  if (typeof detail === 'string') return detail;
  if (!/summary|answer|title|description|subject|topic|text/i.test(name)) return undefined;
  return readPrompt(source.text).answer(source.lines.at(-1) ?? '') ?? source.lines[0];
}

function resolved(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = textAt(schema, '$ref');
  if (reference === null) return schema;
  const path = reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '');
  const target = path.reduce<JsonObject | null>((at, key) => asObject(at?.[key]), root);
  return target ? resolved(target, root) : {};
}

const typesOf = ({ type }: JsonObject): unknown[] => [type].flat();
const optionsOf = (schema: JsonObject): JsonObject[] =>
  [schema.anyOf ?? schema.oneOf ?? []]
    .flat()
    .map(asObject)
    .filter((option) => option !== null);
const takesNull = (schema: JsonObject): boolean =>
  typesOf(schema).includes('null') || optionsOf(schema).some((option) => option.type === 'null');

function within(value: number, schema: JsonObject): number {
  const least = numberAt(schema, 'minimum') ?? (numberAt(schema, 'exclusiveMinimum') ?? -Infinity) + 1;
  const most = numberAt(schema, 'maximum') ?? Infinity;
  const bounded = Math.min(Math.max(value, least), most);
  return typesOf(schema).includes('integer') ? Math.round(bounded) : bounded;
}

/** What the text says of something; undefined when it says nothing. */
function known(name: string, given: JsonObject, source: Source): unknown {
  const schema = resolved(given, source.root);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) {
    const about = labeled(name, source) ?? source.text;
    return schema.enum.find((one) => typeof one === 'string' && about.toLowerCase().includes(wordsOf(one)));
  }
  for (const option of optionsOf(schema)) {
    const value = option.type === 'null' ? undefined : known(name, option, source);
    if (value !== undefined) return value;
  }
  const types = typesOf(schema);
  if (types.includes('object')) {
    const value = objectOf(schema, source, false);
    return Object.keys(value).length > 0 ? value : undefined;
  }
  if (types.includes('array')) {
    const items = labeled(name, source)
      ?.replace(/\.$/, '')
      .split(/, | and /);
    const ofText = typesOf(resolved(asObject(schema.items) ?? {}, source.root)).includes('string');
    return ofText ? items : undefined;
  }
  if (types.includes('boolean')) return booleanFor(name, source);
  if (types.includes('number') || types.includes('integer')) {
    const value = numberFor(name, source);
    return value === undefined ? undefined : within(value, schema);
  }
  return types.includes('string') ? stringFor(name, schema, source) : undefined;
}

/** What is said where nothing is known, as close to nothing as the schema lets it be. */
function unknown(given: JsonObject, source: Source): unknown {
  const schema = resolved(given, source.root);
  if (takesNull(schema)) return null;
  if (Array.isArray(schema.enum)) return schema.enum.find((one) => UNKNOWN.includes(String(one))) ?? schema.enum[0];
  const [option] = optionsOf(schema);
  if (option) return unknown(option, source);
  const [type] = typesOf(schema);
  if (type === 'object') return objectOf(schema, source, true);
  if (type === 'array') {
    const least = numberAt(schema, 'minItems') ?? 0;
    return Array.from({ length: least }, () => unknown(asObject(schema.items) ?? {}, source));
  }
  if (type === 'boolean') return false;
  if (type === 'number' || type === 'integer') return within(0, schema);
  return (numberAt(schema, 'minLength') ?? 0) > 0 ? 'unknown' : '';
}

function objectOf(schema: JsonObject, source: Source, complete: boolean): JsonObject {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const filled: JsonObject = {};
  for (const [name, property] of Object.entries(asObject(schema.properties) ?? {})) {
    const described = asObject(property) ?? {};
    const value = known(name, described, source);
    if (value !== undefined) filled[name] = value;
    else if (complete && required.includes(name)) filled[name] = unknown(described, source);
  }
  return filled;
}

/**
 * A value of the schema with what a text says. What the text does not say stays out, or is null, empty or zero where the
 * schema wants it all the same: nothing is made up.
 */
export function fillSchema(schema: JsonObject, text: string, now = new Date()): unknown {
  const task = createTask('tool', text, null, { other: {} });
  task.absorb(text, now);
  const lines = text
    .split(/\n|(?<=[.!?])\s/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const source = { root: schema, text, lines, details: task.details };
  const value = known('answer', schema, source);
  const complete = typesOf(schema).includes('object')
    ? objectOf(schema, source, true)
    : (value ?? unknown(schema, source));
  const fits = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  // A pattern, or a length: what the text says is then no value of the schema.
  return fits(complete) ? complete : unknown(schema, { ...source, text: '', lines: [], details: { other: {} } });
}
