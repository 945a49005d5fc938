import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import { HOUR_WORDS, type SpokenTime } from './spoken-details.ts';

/** What a conversation has gathered so far; tools take from it what their schema asks for. */
export interface GatheredDetails {
  name?: string;
  phone?: string;
  email?: string;
  when?: SpokenTime;
  /** What the caller wants, in the caller's words. */
  request?: string;
  /** The text to write to somebody. */
  message?: string;
  /** Answers to questions for other arguments, by the argument's name. */
  other: Record<string, string>;
}

interface ArgumentSchema {
  type?: unknown;
  enum?: unknown[];
  format?: string;
  description?: string;
  default?: unknown;
}

export interface ToolArguments {
  arguments: Record<string, unknown>;
  /** The first required argument for which nothing is known. */
  missing: { name: string; detail: keyof Omit<GatheredDetails, 'other'> | 'other'; question: string } | null;
}

/** Fills the arguments of a tool by their names, types and formats. Nothing is made up: what is not known is missing. */
export function argumentsFor(tool: ToolDefinition, details: GatheredDetails): ToolArguments {
  const properties = (tool.parameters['properties'] ?? {}) as Record<string, ArgumentSchema>;
  const required = new Set((tool.parameters['required'] ?? []) as string[]);
  const filled: Record<string, unknown> = {};
  let missing: ToolArguments['missing'] = null;
  for (const [name, schema] of Object.entries(properties)) {
    const detail = detailFor(name, schema);
    const value = typed(valueFor(name, detail, schema, details), schema);
    if (value !== undefined) filled[name] = value;
    else if (required.has(name)) missing ??= { name, detail, question: questionFor(name, detail, schema) };
  }
  return { arguments: filled, missing };
}

type DetailKind = keyof Omit<GatheredDetails, 'other'> | 'other';

function detailFor(name: string, schema: ArgumentSchema): DetailKind {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]/);
  const has = (...any: string[]): boolean => any.some((word) => words.includes(word));
  if (schema.enum) return 'other';
  if (has('email', 'mail') || schema.format === 'email') return 'email';
  if (has('phone', 'telephone', 'mobile', 'to', 'recipient', 'callback') && !has('date', 'time')) return 'phone';
  if (has('message', 'body', 'text', 'content', 'sms')) return 'message';
  if (has('date', 'time', 'datetime', 'when', 'start', 'day', 'slot') || /^date|^time$/.test(schema.format ?? ''))
    return 'when';
  if (
    has(
      'reason',
      'note',
      'notes',
      'service',
      'title',
      'purpose',
      'description',
      'subject',
      'summary',
      'query',
      'question',
      'topic',
      'request',
    )
  )
    return 'request';
  if (
    has('name') &&
    (words.length === 1 ||
      has('customer', 'caller', 'contact', 'full', 'first', 'last', 'client', 'patient', 'guest', 'user'))
  )
    return 'name';
  return 'other';
}

function valueFor(
  name: string,
  detail: DetailKind,
  schema: ArgumentSchema,
  details: GatheredDetails,
): string | undefined {
  switch (detail) {
    case 'when':
      return timeValue(name, schema, details.when);
    case 'name': {
      const [first, ...rest] = (details.name ?? '').split(' ');
      return (/first/i.test(name) ? first : /last/i.test(name) ? rest.join(' ') : details.name) || undefined;
    }
    case 'other':
      return details.other[name];
    case 'phone':
      return details.phone && internationalNumber(details.phone);
    default:
      return details[detail];
  }
}

/** `date-time`, `date` and `time` get ISO values, a free text gets the caller's words. */
function timeValue(name: string, schema: ArgumentSchema, when: SpokenTime | undefined): string | undefined {
  if (!when) return undefined;
  const format = schema.format ?? (/iso|YYYY/i.test(schema.description ?? '') ? isoKind(schema.description ?? '') : '');
  const wantsTimeOnly = format === 'time' || (/time/i.test(name) && !/date|start|when/i.test(name) && format === '');
  if (wantsTimeOnly) return when.time ?? undefined;
  if (format === 'date' || (/^(?:\w+_)?(?:date|day)$/i.test(name) && format === '')) return when.date ?? undefined;
  if (format === 'date-time') return when.date && when.time ? `${when.date}T${when.time}:00` : undefined;
  return when.phrase;
}

const isoKind = (description: string): string =>
  /time|T\d\d|HH/i.test(description) ? (/date|YYYY/i.test(description) ? 'date-time' : 'time') : 'date';

function typed(value: string | undefined, schema: ArgumentSchema): unknown {
  // The only choice there is needs no question.
  if (value === undefined) return schema.default ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined);
  if (schema.enum)
    return schema.enum.find((option) => value.toLowerCase().includes(String(option).toLowerCase().replace(/_/g, ' ')));
  const types: unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes('integer') || types.includes('number')) {
    const written = value.replace(/[a-z]+/gi, (word) => {
      const spoken = HOUR_WORDS.indexOf(word.toLowerCase());
      return spoken >= 0 ? String(spoken || 12) : word;
    });
    const number = Number(/-?\d+(?:\.\d+)?/.exec(written.replace(/(?<=\d),(?=\d{3})/g, ''))?.[0]);
    return Number.isFinite(number) ? number : undefined;
  }
  if (types.includes('boolean')) return /\b(?:yes|yeah|sure|right|correct|true|please)\b/i.test(value);
  if (types.includes('array')) return [value];
  return value;
}

function questionFor(name: string, detail: DetailKind, schema: ArgumentSchema): string {
  switch (detail) {
    case 'name':
      return 'May I have your name, please?';
    case 'phone':
      return 'What is the best phone number to reach you?';
    case 'email':
      return 'What is your email address?';
    case 'when':
      return 'What day and time would suit you?';
    case 'message':
      return 'What should the message say?';
    case 'request':
      return 'What is it about?';
    default: {
      const options = schema.enum?.map((option) => String(option).replace(/_/g, ' '));
      const words = name
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .replace(/[_-]/g, ' ')
        .toLowerCase();
      return options ? `Which ${words} would you like: ${options.join(' or ')}?` : `What is the ${words}?`;
    }
  }
}

/** Ten digits are a US number without its country code. */
export const internationalNumber = (digits: string): string =>
  digits.startsWith('+')
    ? digits
    : digits.length === 10
      ? `+1${digits}`
      : digits.length === 11 && digits.startsWith('1')
        ? `+${digits}`
        : digits;
