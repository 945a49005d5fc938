import type { OpenApi } from '@leadlock/api/contract/openapi';
import { camelCase, defaultVerb, pascalCase } from './names.ts';
import type { Plan } from './plan.ts';
import { namedSchema, referredName, schemaCode } from './zod-code.ts';
import type { ReferenceOperation, Schema } from './reference.ts';

/** A value of another type, as code. */
const REFUSED: Readonly<Record<string, string>> = { string: '5', integer: "'x'", number: "'x'", boolean: "'x'" };

/** Its only type but null; empty for one of more. */
function typeOf({ type, anyOf }: Schema): string {
  const [only, ...others] = ((anyOf ?? [{ type }]) as Schema[]).filter((schema) => schema['type'] !== 'null');
  return others.length > 0 ? '' : String(only?.['type']);
}

function refusedInput(document: OpenApi, { body, query }: ReferenceOperation): Plan['refused'] {
  const name = body && referredName(body.schema);
  const schema = typeof name === 'string' ? namedSchema(document, name) : body?.schema;
  const fields = Object.entries((schema?.['properties'] ?? {}) as Record<string, Schema>);
  const parameters = query.map(({ name: field, schema: type }): [string, Schema] => [field, (type ?? {}) as Schema]);
  const place = body === null ? 'query' : 'body';
  for (const [field, schema] of body === null ? parameters : fields) {
    const type = typeOf(schema);
    const value = REFUSED[type];
    if (value !== undefined && (place === 'body' || type !== 'string')) return { place, field, value };
  }
  return null;
}

/** Names that a router cannot have. */
const RESERVED: ReadonlySet<string> = new Set(['then', 'call', 'apply']);

export interface Place {
  domain: string;
  folder: string;
}

/** What is written for an operation, and how it is called there. */
export function makePlan(
  document: OpenApi,
  operation: ReferenceOperation,
  { domain, folder }: Place,
  verb = defaultVerb(operation),
): Plan {
  const name = pascalCase(verb);
  const firstWord = verb.replace(/-.*/, '');
  const { pathFields, query, body, answer, status } = operation;
  const outputName = status === 204 ? null : `${name}Response`;
  return {
    operation,
    domain,
    folder,
    verb,
    functionName: camelCase(verb),
    key: RESERVED.has(firstWord) ? camelCase(verb) : firstWord,
    pathSchema: pathFields.length === 0 ? null : `${pascalCase(pathFields.join('_'))}Input`,
    querySchema: query.length === 0 ? null : `${name}${body === null ? 'Input' : 'Query'}`,
    bodySchema: body === null ? null : (referredName(body.schema) ?? `${name}Request`),
    output:
      answer === null
        ? outputName
        : /^(?:\w+|z\.array\(\w+\))$/.test(schemaCode(answer))
          ? schemaCode(answer)
          : outputName,
    domainRouter: `${camelCase(domain)}Router`,
    refused: refusedInput(document, operation),
  };
}
