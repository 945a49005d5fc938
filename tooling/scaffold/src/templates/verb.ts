import { withImport } from '../edit.ts';
import { camelCase } from '../names.ts';
import type { Plan } from '../plan.ts';
import { guessAccess } from './access.ts';

const outputType = ({ output }: Plan): string => {
  if (output === null) return 'void';
  const element = /^z\.array\((\w+)\)$/.exec(output)?.[1];
  return element === undefined ? `z.output<typeof ${output}>` : `z.output<typeof ${element}>[]`;
};

/** The verb, whose body is the author's: it does not compile without. */
export function verbFile(plan: Plan, moduleOf: (schema: string) => string): string {
  const { operation, functionName, querySchema, bodySchema } = plan;
  const input = [querySchema, bodySchema].filter((name) => name !== null);
  const context = guessAccess(operation).context.type;
  const parameters = [
    `ctx: ${context}`,
    ...operation.pathFields.map((field) => `${camelCase(field)}: string`),
    ...(input.length === 0 ? [] : [`input: ${input.map((name) => `z.output<typeof ${name}>`).join(' & ')}`]),
  ];
  const result = outputType(plan);
  const used = [...new Set([...input, ...(/typeof (\w+)/.exec(result)?.slice(1) ?? [])])].sort();
  const head = used.length === 0 ? '' : `import type { z } from 'zod';\n`;
  const code = `import type { ${context} } from '@leadlock/context/context';\n${head}
export async function ${functionName}(${parameters.join(', ')}): Promise<${result}> {}
`;
  return used.reduce((text, name) => withImport(text, moduleOf(name), [name], 'type'), code);
}
