import type { OpenApi } from '@leadlock/api/contract/openapi';
import type { Plan } from '../plan.ts';
import { namedSchema, neededNames, parameterCode, referredName, schemaCode } from '../zod-code.ts';
import type { Schema } from '../reference.ts';

const exported = (name: string, code: string): string => `export const ${name} = ${code};`;

const named = (name: string, code: string): string => exported(name, `${code}.meta({ id: '${name}' })`);

/** The declarations that an operation needs, by name, each after those that it needs itself. */
export function schemasOf(document: OpenApi, plan: Plan): Map<string, string> {
  const { operation, pathSchema, querySchema, bodySchema, output } = plan;
  const { pathFields, query, body, answer } = operation;
  const declarations = new Map<string, string>();
  for (const name of neededNames(document, [body?.schema, answer])) {
    declarations.set(name, named(name, schemaCode(namedSchema(document, name))));
  }
  if (pathSchema !== null) {
    declarations.set(
      pathSchema,
      exported(pathSchema, `z.object({ ${pathFields.map((field) => `${field}: Id`).join(', ')} })`),
    );
  }
  if (querySchema !== null) {
    const fields = query.map(
      ({ name, schema, required = false }) => `${name}: ${parameterCode((schema ?? {}) as Schema, required)},`,
    );
    declarations.set(querySchema, exported(querySchema, `z.object({ ${fields.join(' ')} })`));
  }
  if (bodySchema !== null && body !== null && referredName(body.schema) === null) {
    declarations.set(bodySchema, named(bodySchema, schemaCode(body.schema)));
  }
  if (output !== null && /^\w+$/.test(output) && !declarations.has(output)) {
    declarations.set(output, named(output, answer === null ? 'z.object({})' : schemaCode(answer)));
  }
  return declarations;
}
