import type { AnyTRPCRouter } from '@trpc/server';
import { z } from 'zod';
import { compileOperations, type Operation } from './rest/operations.ts';

/** Complaints about one operation's texts and examples. */
function problemsOf({ name, openapi, meta, inputs, output, rest }: Operation): string[] {
  const problems: string[] = [];
  const { examples } = meta;
  if (!openapi.summary) problems.push(`${name}: no summary`);
  if (!openapi.description) problems.push(`${name}: no description`);
  if (examples?.request === undefined && examples?.response === undefined) problems.push(`${name}: no example`);
  if (examples?.request !== undefined && rest.body !== 'raw' && rest.body !== 'multipart') {
    for (const input of inputs) {
      const { error } = (input as z.ZodType).safeParse(examples.request);
      if (error) problems.push(`${name}: the example request is invalid: ${z.prettifyError(error)}`);
    }
  }
  if (examples?.response !== undefined && output !== null && rest.produces === undefined) {
    const { error } = (output as z.ZodType).safeParse(examples.response);
    if (error) problems.push(`${name}: the example response is invalid: ${z.prettifyError(error)}`);
  }
  return problems;
}

/** Finds operations without words or examples, and examples that their own schemas refuse. */
export function findExampleProblems(router: AnyTRPCRouter): string[] {
  return compileOperations(router).flatMap(problemsOf);
}
