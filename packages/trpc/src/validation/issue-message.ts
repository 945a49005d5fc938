import type { z } from 'zod';
import { definition, isInteger, type Schema } from './schema-structure.ts';

/** What went wrong, in the words of FastAPI's validator, which clients of this API already understand. */
export interface IssueMessage {
  type: string;
  msg: string;
  ctx?: Record<string, unknown>;
}

export interface IssueSubject {
  /** The schema that refused, when it is known. */
  schema: Schema | null;
  /** The value as it came in. */
  input: unknown;
  /** The value was text to begin with (query, path, header, form), so the complaint is about reading it. */
  fromText: boolean;
}

const REQUIRED: IssueMessage = { type: 'missing', msg: 'Field required' };
export const missing = (): IssueMessage => ({ ...REQUIRED });

/** `'a', 'b' or 'c'` */
function alternatives(values: readonly unknown[]): string {
  const shown = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

const plural = (count: number | bigint, word: string): string => `${count} ${word}${Number(count) === 1 ? '' : 's'}`;

function wrongNumber(wantsInteger: boolean, { input, fromText }: IssueSubject): IssueMessage {
  if (fromText && typeof input === 'string') {
    return wantsInteger
      ? { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' }
      : { type: 'float_parsing', msg: 'Input should be a valid number, unable to parse string as a number' };
  }
  if (!wantsInteger) return { type: 'float_type', msg: 'Input should be a valid number' };
  return typeof input === 'number'
    ? { type: 'int_from_float', msg: 'Input should be a valid integer, got a number with a fractional part' }
    : { type: 'int_type', msg: 'Input should be a valid integer' };
}

function wrongType(issue: z.core.$ZodIssueInvalidType, subject: IssueSubject): IssueMessage {
  const expected: string = issue.expected;
  switch (expected) {
    case 'string':
      return { type: 'string_type', msg: 'Input should be a valid string' };
    case 'int':
      return wrongNumber(true, subject);
    case 'number':
      return wrongNumber(subject.schema !== null && isInteger(subject.schema), subject);
    case 'boolean':
      return subject.fromText && typeof subject.input === 'string'
        ? { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' }
        : { type: 'bool_type', msg: 'Input should be a valid boolean' };
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' };
    case 'tuple':
      return { type: 'tuple_type', msg: 'Input should be a valid tuple' };
    case 'set':
      return { type: 'set_type', msg: 'Input should be a valid set' };
    case 'object':
      return {
        type: 'model_attributes_type',
        msg: 'Input should be a valid dictionary or object to extract fields from',
      };
    case 'record':
      return { type: 'dict_type', msg: 'Input should be a valid dictionary' };
    case 'date':
      return subject.fromText
        ? { type: 'datetime_from_date_parsing', msg: 'Input should be a valid datetime or date' }
        : { type: 'datetime_type', msg: 'Input should be a valid datetime' };
    case 'null':
      return { type: 'none_required', msg: 'Input should be None' };
    default:
      return { type: 'value_error', msg: issue.message };
  }
}

function lengthOf(input: unknown): number {
  return Array.isArray(input) ? input.length : 0;
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, input: unknown): IssueMessage {
  const { minimum, origin, inclusive } = issue;
  if (origin === 'string') {
    return {
      type: 'string_too_short',
      msg: `String should have at least ${plural(minimum, 'character')}`,
      ctx: { min_length: minimum },
    };
  }
  if (origin === 'array' || origin === 'set') {
    const length = lengthOf(input);
    return {
      type: 'too_short',
      msg: `List should have at least ${plural(minimum, 'item')} after validation, not ${length}`,
      ctx: { field_type: 'List', min_length: minimum, actual_length: length },
    };
  }
  return inclusive === false
    ? { type: 'greater_than', msg: `Input should be greater than ${minimum}`, ctx: { gt: minimum } }
    : { type: 'greater_than_equal', msg: `Input should be greater than or equal to ${minimum}`, ctx: { ge: minimum } };
}

function tooBig(issue: z.core.$ZodIssueTooBig, input: unknown): IssueMessage {
  const { maximum, origin, inclusive } = issue;
  if (origin === 'string') {
    return {
      type: 'string_too_long',
      msg: `String should have at most ${plural(maximum, 'character')}`,
      ctx: { max_length: maximum },
    };
  }
  if (origin === 'array' || origin === 'set') {
    const length = lengthOf(input);
    return {
      type: 'too_long',
      msg: `List should have at most ${plural(maximum, 'item')} after validation, not ${length}`,
      ctx: { field_type: 'List', max_length: maximum, actual_length: length },
    };
  }
  if (maximum === Number.MAX_SAFE_INTEGER) {
    return { type: 'int_parsing_size', msg: 'Unable to parse input as an integer, exceeded maximum size' };
  }
  return inclusive === false
    ? { type: 'less_than', msg: `Input should be less than ${maximum}`, ctx: { lt: maximum } }
    : { type: 'less_than_equal', msg: `Input should be less than or equal to ${maximum}`, ctx: { le: maximum } };
}

function wrongFormat(issue: z.core.$ZodIssueInvalidStringFormat): IssueMessage {
  const { format } = issue;
  switch (format) {
    case 'datetime':
      return { type: 'datetime_from_date_parsing', msg: 'Input should be a valid datetime or date' };
    case 'date':
      return { type: 'date_from_datetime_parsing', msg: 'Input should be a valid date or datetime' };
    case 'time':
      return { type: 'time_parsing', msg: 'Input should be in a valid time format' };
    case 'url':
      return { type: 'url_parsing', msg: 'Input should be a valid URL' };
    case 'uuid':
    case 'guid':
      return { type: 'uuid_parsing', msg: 'Input should be a valid UUID' };
    case 'email':
      return { type: 'value_error', msg: 'value is not a valid email address' };
    case 'regex': {
      const pattern = (issue.pattern ?? '').replace(/^\/(.*)\/\w*$/s, '$1');
      return { type: 'string_pattern_mismatch', msg: `String should match pattern '${pattern}'`, ctx: { pattern } };
    }
    default:
      return { type: 'value_error', msg: issue.message };
  }
}

function wrongValue(issue: z.core.$ZodIssueInvalidValue, schema: Schema | null): IssueMessage {
  const expected = alternatives(issue.values);
  const type = schema !== null && definition(schema).type === 'literal' ? 'literal_error' : 'enum';
  return { type, msg: `Input should be ${expected}`, ctx: { expected } };
}

/** Words for any issue but those that stand for several (unions, unknown keys). */
export function issueMessage(issue: z.core.$ZodIssue, subject: IssueSubject): IssueMessage {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, subject);
    case 'too_small':
      return tooSmall(issue, subject.input);
    case 'too_big':
      return tooBig(issue, subject.input);
    case 'invalid_format':
      return wrongFormat(issue);
    case 'invalid_value':
      return wrongValue(issue, subject.schema);
    case 'not_multiple_of':
      return {
        type: 'multiple_of',
        msg: `Input should be a multiple of ${issue.divisor}`,
        ctx: { multiple_of: issue.divisor },
      };
    default:
      return { type: 'value_error', msg: issue.message };
  }
}
