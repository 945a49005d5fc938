/* oxlint-disable no-underscore-dangle -- tRPC keeps what it built under `_def`. */
import type { AnyTRPCRouter } from '@trpc/server';
import type {
  AnyMiddlewareFunction,
  ProcedureCallOptions,
  ProcedureType,
} from '@trpc/server/unstable-core-do-not-import';
import type { OperationMeta } from './meta.ts';
import type { RequestContext } from './request-context.ts';
import type { Schema } from './validation/schema-structure.ts';

/** What tRPC's builder has put together for one procedure. Its declared type leaves these parts out. */
export interface ProcedureDefinition {
  /** The path in the router: `agents.list`. */
  name: string;
  type: ProcedureType;
  meta: OperationMeta;
  inputs: Schema[];
  output: Schema | null;
  /** The chain that a call runs through; changing it in place changes the procedure. */
  middlewares: AnyMiddlewareFunction[];
  call: (options: ProcedureCallOptions<RequestContext>) => Promise<unknown>;
}

interface BuiltProcedure {
  (options: ProcedureCallOptions<RequestContext>): Promise<unknown>;
  _def: {
    type: ProcedureType;
    meta?: OperationMeta;
    inputs: Schema[];
    output?: Schema;
    middlewares: AnyMiddlewareFunction[];
  };
}

/** What the builder put a middleware in for, if it was for a schema. */
export const middlewareRole = (middleware: AnyMiddlewareFunction): string | undefined => middleware._type;

/** All procedures of a router with their flattened paths. Lazily loaded routers are not among them. */
export function procedureDefinitions(router: AnyTRPCRouter): ProcedureDefinition[] {
  const procedures = Object.entries(router._def.procedures) as unknown as [string, BuiltProcedure][];
  return procedures.map(([name, procedure]) => ({
    name,
    type: procedure._def.type,
    meta: procedure._def.meta ?? {},
    inputs: procedure._def.inputs,
    output: procedure._def.output ?? null,
    middlewares: procedure._def.middlewares,
    call: procedure,
  }));
}
