import { createHash } from 'node:crypto';
import type { TenantContext, ToolResult } from '@leadlock/context/context';
import { toStorableJson, toStorableText } from '@leadlock/core/storable-text';
import type { ToolCall } from '@leadlock/voice/contracts';
import type { Exchange } from './tool-site.ts';

/** What makes two uses of a tool the same one. */
export interface ExecutionKey {
  tenant_id: string;
  call_id: string | null;
  conversation_id: string | null;
  tool_call_id: string;
  arguments_hash: Buffer;
}

export const keyOf = (ctx: TenantContext, { kind, id }: Exchange, toolCall: ToolCall): ExecutionKey => ({
  tenant_id: ctx.tenant.id,
  call_id: kind === 'call' ? id : null,
  conversation_id: kind === 'conversation' ? id : null,
  tool_call_id: toStorableText(toolCall.id),
  arguments_hash: createHash('sha256').update(toolCall.arguments).digest(),
});

/** Enters the execution; false when it was entered before, whoever did. */
export async function begin(
  ctx: TenantContext,
  key: ExecutionKey,
  name: string,
  args: Record<string, unknown>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('tool_executions')
    .values({ ...key, name, arguments: JSON.stringify(args) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The result of the execution; null while it is not there. */
export async function findResult(ctx: TenantContext, key: ExecutionKey): Promise<ToolResult | null> {
  const execution = await ctx.db
    .selectFrom('tool_executions')
    .select(['output', 'finished_at'])
    .where((eb) => eb.and(key))
    .executeTakeFirst();
  return execution?.finished_at ? (execution.output as ToolResult) : null;
}

export async function finish(ctx: TenantContext, key: ExecutionKey, result: ToolResult): Promise<void> {
  await ctx.db
    .updateTable('tool_executions')
    .set({ output: toStorableJson(result), succeeded: !hasFailed(result), finished_at: ctx.clock.now() })
    .where((eb) => eb.and(key))
    .execute();
}

export const hasFailed = (result: ToolResult): boolean => 'error' in result;
