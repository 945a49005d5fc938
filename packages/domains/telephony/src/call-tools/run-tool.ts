import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { findAgentForCall, type ToolOfCalls } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';
import { toStorableJson, toStorableText } from '@leadlock/core/storable-text';
import type { ToolCall } from '@leadlock/voice/contracts';
import type { ToolOutcome } from '@leadlock/voice/session';
import { isNestedDeeper } from '../json-depth.ts';
import { sendSms } from './send-sms.ts';
import { refusal, type Tool, type ToolCallSite, type ToolResult } from './tool.ts';

const TOOLS: Readonly<Record<string, Tool>> = {
  end_call: () => ({ result: { ending: true }, endsCall: true }),
  send_sms: sendSms,
} satisfies Record<ToolOfCalls, Tool>;

/** How long a repeated call waits for the first one, and how often it looks, in ms. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 100;

const UNKNOWN_OUTCOME = refusal(
  'This was started before and it is not known whether it was done. It was not done again. Do not try again; tell the caller that you cannot be sure.',
);
const FAILED = refusal('The tool failed because of a fault on our side.');

const toOutcome = ({ result, endsCall }: ToolResult): ToolOutcome => ({
  output: JSON.stringify(result),
  ...(endsCall ? { endCall: true } : {}),
});

const hasFailed = (result: Record<string, unknown>): boolean => 'error' in result;

/** Tools take a few plain values. */
const MAX_DEPTH = 32;

/** What the model has given the tool, every text of it fit to be stored; null where it is no object. */
function parseArguments(text: string): Record<string, unknown> | null {
  if (isNestedDeeper(text, MAX_DEPTH)) return null;
  try {
    const value: unknown = JSON.parse(toStorableJson(JSON.parse(text === '' ? '{}' : text)));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** What makes two calls of a tool the same one. */
interface ExecutionKey {
  tenant_id: string;
  call_id: string;
  tool_call_id: string;
  arguments_hash: Buffer;
}

/** Enters the execution; false when it was entered before, whoever did. */
async function begin(
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

const executionOf = (ctx: TenantContext, key: ExecutionKey) =>
  ctx.db
    .selectFrom('tool_executions')
    .select(['output', 'finished_at'])
    .where('tenant_id', '=', key.tenant_id)
    .where('call_id', '=', key.call_id)
    .where('tool_call_id', '=', key.tool_call_id)
    .where('arguments_hash', '=', key.arguments_hash)
    .executeTakeFirst();

async function finish(ctx: TenantContext, key: ExecutionKey, { result }: ToolResult): Promise<void> {
  await ctx.db
    .updateTable('tool_executions')
    .set({ output: toStorableJson(result), succeeded: !hasFailed(result), finished_at: ctx.clock.now() })
    .where('tenant_id', '=', key.tenant_id)
    .where('call_id', '=', key.call_id)
    .where('tool_call_id', '=', key.tool_call_id)
    .where('arguments_hash', '=', key.arguments_hash)
    .execute();
}

/** The result of the execution that came first, once it is there. */
async function awaitFirst(
  ctx: TenantContext,
  key: ExecutionKey,
  name: string,
  patienceMs: number,
): Promise<ToolResult> {
  for (const giveUpAt = Date.now() + patienceMs; ; await delay(LOOK_EVERY_MS)) {
    const execution = await executionOf(ctx, key);
    if (execution?.finished_at) {
      const result = execution.output as Record<string, unknown>;
      return { result, endsCall: name === 'end_call' && !hasFailed(result) };
    }
    if (Date.now() >= giveUpAt) return UNKNOWN_OUTCOME;
  }
}

async function findSite(ctx: TenantContext, callId: string): Promise<ToolCallSite | null> {
  const call = await ctx.db
    .selectFrom('call_logs')
    .select(['agent_id', 'direction', 'from_number', 'to_number', 'phone_number_id', 'twilio_account_sid'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .executeTakeFirst();
  if (!call || call.agent_id === null) return null;
  const direction = call.direction as ToolCallSite['direction'];
  const agent = await findAgentForCall(ctx, { agentId: call.agent_id, direction });
  if (!agent) return null;
  return {
    callId,
    direction,
    fromNumber: call.from_number,
    toNumber: call.to_number,
    phoneNumberId: call.phone_number_id,
    twilioAccountSid: call.twilio_account_sid,
    agent,
  };
}

async function execute(
  ctx: TenantContext,
  callId: string,
  name: string,
  tool: Tool,
  args: Record<string, unknown>,
): Promise<ToolResult> {
  const site = await findSite(ctx, callId);
  if (!site) return refusal('The call or its agent is gone.');
  if (!site.agent.settings.tools_enabled?.some((enabled) => enabled === name)) {
    return refusal(`The tool ${name} is not enabled.`);
  }
  return tool(ctx, site, args);
}

export interface RunToolOptions {
  /** How long a repeated call waits for the first one, in ms. */
  patienceMs?: number;
}

/**
 * Runs a tool for the model: once for each (call, tool call id, arguments), in whatever process and however often it is
 * asked. A repeated call gets the first one's result. One that began and was never finished, because its process died,
 * is not done again: the model is told that its outcome is unknown. Mistakes in the arguments are answers, not errors.
 */
export async function runTool(
  ctx: TenantContext,
  callId: string,
  toolCall: ToolCall,
  { patienceMs = PATIENCE_MS }: RunToolOptions = {},
): Promise<ToolOutcome> {
  const tool = Object.hasOwn(TOOLS, toolCall.name) ? TOOLS[toolCall.name] : undefined;
  if (!tool) return toOutcome(refusal(`There is no tool called ${toolCall.name}.`));
  const args = parseArguments(toolCall.arguments);
  if (args === null) return toOutcome(refusal('The arguments are not a JSON object.'));
  const key: ExecutionKey = {
    tenant_id: ctx.tenant.id,
    call_id: callId,
    tool_call_id: toStorableText(toolCall.id),
    arguments_hash: createHash('sha256').update(toolCall.arguments).digest(),
  };
  if (!(await begin(ctx, key, toolCall.name, args))) {
    return toOutcome(await awaitFirst(ctx, key, toolCall.name, patienceMs));
  }
  let outcome: ToolResult;
  try {
    outcome = await execute(ctx, callId, toolCall.name, tool, args);
  } catch (err) {
    ctx.log.error({ err, callId, tool: toolCall.name }, 'a tool failed');
    outcome = FAILED;
  }
  try {
    await finish(ctx, key, outcome);
  } catch (err) {
    // What was done is done, and the model has to know; the call's own log keeps it, too.
    ctx.log.error({ err, callId, tool: toolCall.name }, 'could not write down what a tool did');
  }
  return toOutcome(outcome);
}
