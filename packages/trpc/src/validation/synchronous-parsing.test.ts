import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { publicProcedure, router } from '../init.ts';
import { procedureDefinitions } from '../procedure-definitions.ts';
import type { RequestContext } from '../request-context.ts';
import { parseSynchronously } from './synchronous-parsing.ts';

const context = { request: {}, admit: null } as unknown as RequestContext;

/** Calls the only procedure of a router. */
function call(of: Parameters<typeof parseSynchronously>[0], input: unknown): Promise<unknown> {
  const [procedure] = procedureDefinitions(of);
  if (!procedure) throw new Error('no procedure');
  const { name: path, type } = procedure;
  return procedure.call({
    ctx: context,
    getRawInput: async () => input,
    path,
    type,
    signal: undefined,
    batchIndex: 0,
  });
}

describe('parseSynchronously', () => {
  it('replaces the parsers that tRPC chose, for input and output', async () => {
    const input = z.object({ n: z.int() });
    const output = z.object({ n: z.int() });
    const asynchronous = vi.fn<() => Promise<never>>();
    input.parseAsync = asynchronous;
    output.parseAsync = asynchronous;
    const routes = router({
      a: publicProcedure
        .input(input)
        .output(output)
        .query(() => ({ n: 1, extra: true })),
    });
    parseSynchronously(routes);
    parseSynchronously(routes);
    expect(await call(routes, { n: 5 })).toEqual({ n: 1 });
    await expect(call(routes, { n: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(asynchronous).not.toHaveBeenCalled();
  });

  it('still serves schemas with asynchronous checks', async () => {
    const even = z.object({ n: z.int() }).refine(async ({ n }) => n % 2 === 0, 'odd');
    const routes = router({ a: publicProcedure.input(even).query(({ input }) => input) });
    parseSynchronously(routes);
    expect(await call(routes, { n: 4 })).toEqual({ n: 4 });
    await expect(call(routes, { n: 3 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
