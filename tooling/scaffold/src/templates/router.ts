import { camelCase } from '../names.ts';
import type { Plan } from '../plan.ts';
import { guessAccess } from './access.ts';

const BODY_FORMATS: Readonly<Record<string, string>> = {
  'multipart/form-data': 'multipart',
  'application/x-www-form-urlencoded': 'form',
};

function callOf({ operation, functionName, querySchema, bodySchema }: Plan): string {
  const { pathFields } = operation;
  const { context } = guessAccess(operation);
  const takesInput = querySchema !== null || bodySchema !== null;
  if (pathFields.length === 0) {
    return takesInput
      ? `({ ctx, input }) => ${functionName}(${context.from}, input)`
      : `({ ctx }) => ${functionName}(${context.from})`;
  }
  if (!takesInput) {
    const ids = pathFields.map((field) => `input.${field}`).join(', ');
    return `({ ctx, input }) => ${functionName}(${context.from}, ${ids})`;
  }
  const ids = pathFields.join(', ');
  return `({ ctx, input: { ${ids}, ...input } }) => ${functionName}(${context.from}, ${ids}, input)`;
}

/**
 * The operation's entry in a router. Its words and example are the author's: without them it does not compile, and
 * `pnpm openapi` refuses it.
 */
export function routerEntry(plan: Plan): string {
  const { operation, key, pathSchema, querySchema, bodySchema, output } = plan;
  const { method, path, status, body, query } = operation;
  const format = BODY_FORMATS[body?.format ?? ''];
  const inputs = [pathSchema, querySchema, bodySchema].filter((name) => name !== null);
  return `
  ${key}: ${guessAccess(operation).procedure}
    .meta(
      op({
        method: '${method}',
        path: '${path}',
        ${status === 200 ? '' : `status: ${status},`}
        ${method !== 'GET' && method !== 'DELETE' && query.length > 0 ? `query: [${query.map(({ name }) => `'${name}'`).join(', ')}],` : ''}
        ${format === undefined ? '' : `body: '${format}',`}
        ${body !== null && format === undefined ? 'bodyRequired: true,' : ''}
        tag,
        summary: '',
        description: '',
        example: {},
      }),
    )
    ${inputs.map((name) => `.input(${name})`).join('\n    ')}
    .output(${output ?? 'z.void()'})
    .${method === 'GET' ? 'query' : 'mutation'}(${callOf(plan)}),
`.replaceAll(/\n\s*(?=\n)/g, '');
}

/** The router of a folder that has none yet. */
export const emptyRouter = ({ folder, operation }: Plan): string =>
  `import { router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';

const tag = '${operation.tag}';

export const ${camelCase(folder)}Router = router({
});
`;
