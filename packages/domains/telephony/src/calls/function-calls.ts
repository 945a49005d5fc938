import type { Db } from '@leadlock/db/client';
import type { ToolRun } from '@leadlock/voice/session';
import { isNestedDeeper } from '@leadlock/core/json-depth';
import type { FunctionCallLog } from './schemas.ts';

/** What is longer or deeper is kept as the beginning of its text: a call's log is for people. */
const MAX_LENGTH = 64 * 1024;
const MAX_DEPTH = 100;

/** JSON where it is JSON, the text itself where it is not. */
function readJson(text: string): unknown {
  if (text.length > MAX_LENGTH) return `${text.slice(0, MAX_LENGTH)}…`;
  if (isNestedDeeper(text, MAX_DEPTH)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasError = (result: unknown): boolean => isObject(result) && 'error' in result;

function fromRun(run: ToolRun): FunctionCallLog {
  const given = readJson(run.arguments);
  const result = readJson(run.output);
  return {
    function: run.name,
    arguments: isObject(given) ? given : { invalid: given },
    result,
    success: run.status === 'done' && !hasError(result),
    timestamp: new Date(run.startedAt).toISOString(),
  };
}

/** What the agent did in a call: as its gateway reports it, or, when that died, as far as it was written down. */
export async function functionCalls(
  db: Db,
  tenantId: string,
  callId: string,
  runs: readonly ToolRun[] | undefined,
): Promise<FunctionCallLog[]> {
  if (runs) return runs.map(fromRun);
  const rows = await db
    .selectFrom('tool_executions')
    .select(['name', 'arguments', 'output', 'succeeded', 'started_at'])
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', callId)
    .orderBy('started_at')
    .execute();
  return rows.map((row) => ({
    function: row.name,
    arguments: row.arguments as Record<string, unknown>,
    result: row.output,
    success: row.succeeded === true,
    timestamp: row.started_at.toISOString(),
  }));
}
