import type { ErrorObject } from 'ajv';
import type { EventProblem } from '../realtime/dialect.ts';

/** One of many complaints about the same thing: the one that goes deepest, and is not about the wrong branch. */
export function problemOf(errors: ErrorObject[], root: string): EventProblem {
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length + (isBranch(error) ? -100 : 0);
  const [error] = errors.toSorted((one, other) => depth(other) - depth(one));
  const path = (error?.instancePath ?? '').slice(1).split('/');
  const param = [root, ...path].filter((part) => part !== '').join('.');
  const inside = (name: unknown): string => [param, String(name)].filter((part) => part !== '').join('.');
  switch (error?.keyword) {
    case 'additionalProperties': {
      const name = inside(error.params.additionalProperty);
      return { code: 'unknown_parameter', message: `Unknown parameter: '${name}'.`, param: name };
    }
    case 'required':
      return missing(inside(error.params.missingProperty));
    case 'type':
      return {
        code: 'invalid_type',
        message: `Invalid type for '${param}': expected ${String(error.params.type)}.`,
        param,
      };
    default:
      return invalid(param, `Invalid value for '${param}': ${error?.message ?? 'not allowed'}.`);
  }
}

/** Says that a value is of another kind than one of several that are allowed. */
const isBranch = (error: ErrorObject): boolean =>
  ['anyOf', 'oneOf', 'const'].includes(error.keyword) ||
  (error.instancePath.endsWith('/type') && error.keyword === 'enum') ||
  (error.keyword === 'type' && error.params.type === 'null');

export const missing = (param: string): EventProblem => ({
  code: 'missing_required_parameter',
  message: `Missing required parameter: '${param}'.`,
  param,
});

export const invalid = (param: string, message: string): EventProblem => ({ code: 'invalid_value', message, param });
