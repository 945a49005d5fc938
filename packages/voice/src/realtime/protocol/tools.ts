import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';

/** The tools of a session as the protocol lists them. */
export const functionTools = (tools: readonly ToolDefinition[]): JsonObject[] =>
  tools.map((tool) => ({ type: 'function', ...tool }));
