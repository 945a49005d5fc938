import type { FieldError } from '@leadlock/core/errors';
import type { z } from 'zod';
import { shownText } from './secret-fields.ts';
import { issueMessage, missing, type IssueMessage } from './issue-message.ts';
import { definition, isInteger, schemaAt, schemaName, unwrap, type Schema } from './schema-structure.ts';

type Issue = z.core.$ZodIssue;
type Location = FieldError['loc'];

/** How one door names places in its input. */
export interface InputNames {
  /** A path inside the input as the client sees it: `['id']` may be `['path', 'id']`. */
  locate(path: readonly PropertyKey[]): Location;
  /** True for input fields that arrive as text. */
  isText(field: PropertyKey | undefined): boolean;
  /** The value at a path as it arrived, before coercion. */
  valueAt(path: readonly PropertyKey[]): unknown;
}

/** Follows a path into plain data. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function fieldError(loc: Location, message: IssueMessage, input: unknown): FieldError {
  const error: FieldError = { type: message.type, loc, msg: message.msg, input: input ?? null };
  if (message.ctx) error.ctx = message.ctx;
  return error;
}

/** The name a union's branch has in `loc`, so that its errors can be told from another's. */
function branchName(schema: Schema): string {
  const inner = unwrap(schema);
  const def = definition(inner);
  switch (def.type) {
    case 'string':
      return 'str';
    case 'number':
      return isInteger(inner) ? 'int' : 'float';
    case 'boolean':
      return 'bool';
    case 'null':
      return 'none';
    case 'literal':
      return `literal[${def.values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(',')}]`;
    case 'array':
      return `list[${branchName(def.element)}]`;
    case 'record':
      return `dict[str,${branchName(def.valueType)}]`;
    default:
      return schemaName(schema) ?? schemaName(inner) ?? def.type;
  }
}

/** A value that is not there: every check reports it in its own way, and clients want one word for all. */
function isMissing(issue: Issue, path: readonly PropertyKey[], value: unknown, schema: Schema | null): boolean {
  if (value !== undefined || path.length === 0) return false;
  // A rule over several fields may point at one that is rightly absent; only a field's own check means "missing".
  return issue.code !== 'custom' || (schema !== null && definition(schema).type === 'custom');
}

function unionErrors(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  schema: Schema | null,
  names: InputNames,
): FieldError[] {
  const def = schema === null ? null : definition(schema);
  const branches = def?.type === 'union' ? def.options : [];
  return issue.errors.flatMap((issues, index) => {
    const branch = branches[index] ?? null;
    const label = branch === null ? [] : [branchName(branch)];
    return issues.flatMap((inner) =>
      errorsOf(inner, [...path, ...inner.path], branch === null ? null : schemaAt(branch, inner.path), {
        ...names,
        locate: (at) => [...names.locate(path), ...label, ...locationPart(at.slice(path.length))],
      }),
    );
  });
}

function discriminatorError(
  discriminator: string,
  options: readonly unknown[],
  path: readonly PropertyKey[],
  names: InputNames,
): FieldError {
  const object = path.slice(0, -1);
  const tag = names.valueAt(path);
  const shown = tag === undefined ? '' : shownText(typeof tag === 'string' ? tag : JSON.stringify(tag));
  const quoted = `'${discriminator}'`;
  const message: IssueMessage =
    tag === undefined
      ? {
          type: 'union_tag_not_found',
          msg: `Unable to extract tag using discriminator ${quoted}`,
          ctx: { discriminator: quoted },
        }
      : {
          type: 'union_tag_invalid',
          msg: `Input tag '${shown}' found using ${quoted} does not match any of the expected tags: ${quote(options)}`,
          ctx: { discriminator: quoted, tag: shown, expected_tags: quote(options) },
        };
  return fieldError(names.locate(object), message, names.valueAt(object));
}

const quote = (values: readonly unknown[]): string => values.map((value) => `'${String(value)}'`).join(', ');

const locationPart = (path: readonly PropertyKey[]): Location =>
  path.map((key) => (typeof key === 'number' ? key : String(key)));

function errorsOf(issue: Issue, path: readonly PropertyKey[], schema: Schema | null, names: InputNames): FieldError[] {
  const input = names.valueAt(path);
  if (issue.code === 'invalid_union' && 'discriminator' in issue && typeof issue.discriminator === 'string') {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    return [discriminatorError(issue.discriminator, options, path, names)];
  }
  if (isMissing(issue, path, input, schema)) {
    return [fieldError(names.locate(path), missing(), names.valueAt(path.slice(0, -1)))];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, MAX_ERRORS)
      .map((key) =>
        fieldError(
          names.locate([...path, key]),
          { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' },
          names.valueAt([...path, key]),
        ),
      );
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return unionErrors(issue, path, schema, names);
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.flatMap((inner) => errorsOf(inner, [...path, ...inner.path], null, names));
  }
  const message = issueMessage(issue, { schema, input, fromText: names.isText(path[0]) });
  return [fieldError(names.locate(path), message, input)];
}

/** Who made more mistakes than these corrects the first ones first. */
const MAX_ERRORS = 50;

/** A failed validation as field errors, the first ones of many. `schema` is the one that refused, when it is known. */
export function fieldErrors(error: z.core.$ZodError, schema: Schema | null, names: InputNames): FieldError[] {
  return error.issues
    .slice(0, MAX_ERRORS)
    .flatMap((issue) => errorsOf(issue, issue.path, schema === null ? null : schemaAt(schema, issue.path), names))
    .slice(0, MAX_ERRORS);
}
