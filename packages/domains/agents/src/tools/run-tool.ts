import { setTimeout as delay } from 'node:timers/promises';
import type { TenantContext, Tool, ToolResult } from '@leadlock/context/context';
import { isNestedDeeper } from '@leadlock/core/json-depth';
import { toStorableJson } from '@leadlock/core/storable-text';
import type { ToolCall } from '@leadlock/voice/contracts';
import { refusal } from './define-tool.ts';
import { begin, findResult, finish, hasFailed, keyOf, type ExecutionKey } from './execution.ts';
import type { Exchange, ToolSite } from './tool-site.ts';

/** How long a repeated call waits for the first one, and how often it looks, in ms. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 100;

const UNKNOWN_OUTCOME = refusal(
  'This was started earlier, and it is not known whether it succeeded. It was not repeated. Do not try again; tell the caller that you cannot be sure.',
);
const FAILED = refusal('The tool failed because of an internal error.');

export interface ToolOutcome {
  /** What the model is told, as JSON. */
  output: string;
  /** The call ends once the agent has said what it has to say to this. */
  endCall?: boolean;
  /** A person has the call now: it goes on without the agent. */
  handsOver?: boolean;
}

const toOutcome = (result: ToolResult, tool?: Tool): ToolOutcome => ({
  output: JSON.stringify(result),
  ...(tool?.endsCall && !hasFailed(result) ? { endCall: true } : {}),
  ...(tool?.handsOver && !hasFailed(result) ? { handsOver: true } : {}),
});

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

/** The result of the execution that came first, once it is there. */
async function awaitFirst(ctx: TenantContext, key: ExecutionKey, patienceMs: number): Promise<ToolResult> {
  for (const giveUpAt = Date.now() + patienceMs; ; await delay(LOOK_EVERY_MS)) {
    const result = await findResult(ctx, key);
    if (result) return result;
    if (Date.now() >= giveUpAt) return UNKNOWN_OUTCOME;
  }
}

export interface ToolUse extends Exchange {
  /** Where the tool is used; null when that, or its agent, is gone. */
  findSite: () => Promise<ToolSite | null>;
  /** How long a repeated call waits for the first one, in ms. */
  patienceMs?: number;
}

async function execute(
  ctx: TenantContext,
  use: ToolUse,
  tool: Tool,
  args: Record<string, unknown>,
): Promise<ToolResult> {
  const site = await use.findSite();
  if (!site) return refusal(`The ${use.kind} or its agent no longer exists.`);
  return tool.offer(site) ? tool.run(ctx, site, args) : refusal(`The tool ${tool.name} is not enabled.`);
}

/**
 * Runs a tool for the model: once for each (call or conversation, tool call id, arguments), in whatever process and
 * however often it is asked. A repeated call gets the first one's result. One that began and was never finished, because
 * its process died, is not done again: the model is told that its outcome is unknown. Mistakes in the arguments are
 * answers, not errors.
 */
export async function runTool(ctx: TenantContext, use: ToolUse, toolCall: ToolCall): Promise<ToolOutcome> {
  const tool = ctx.tools.find(({ name }) => name === toolCall.name);
  if (!tool) return toOutcome(refusal(`There is no tool named ${toolCall.name}.`));
  const args = parseArguments(toolCall.arguments);
  if (args === null) return toOutcome(refusal('The arguments are not a JSON object.'));
  const key = keyOf(ctx, use, toolCall);
  if (!(await begin(ctx, key, tool.name, args))) {
    return toOutcome(await awaitFirst(ctx, key, use.patienceMs ?? PATIENCE_MS), tool);
  }
  const fields = { kind: use.kind, id: use.id, tool: tool.name };
  let result: ToolResult;
  try {
    result = await execute(ctx, use, tool, args);
  } catch (err) {
    ctx.log.error({ err, ...fields }, 'tool failed');
    result = FAILED;
  }
  try {
    await finish(ctx, key, result);
  } catch (err) {
    // What was done is done, and the model has to know; the call's own log keeps it, too.
    ctx.log.error({ err, ...fields }, 'failed to record a tool result');
  }
  return toOutcome(result, tool);
}
