import { toStorableText } from '@leadlock/core/storable-text';
import { writtenArguments } from '../../wire/tool-text.ts';
import type { ToolCall, ToolDefinition } from '../../contracts/realtime-provider.ts';

/**
 * The one tool of the agent that all share. Which tools a call has cannot be set for that call, so the prompt lists them
 * and the agent calls each of them through this one.
 */
export const ANY_TOOL: ToolDefinition = {
  name: 'use_tool',
  description: 'Uses one of the tools that your instructions list.',
  parameters: {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'The name of the tool, as your instructions list it.' },
      arguments: { type: 'string', description: 'Its arguments: one JSON object, written as text.' },
    },
    required: ['name', 'arguments'],
  },
};

/** What the prompt says of the tools, one a line. */
export function toolList(tools: readonly ToolDefinition[]): string {
  if (tools.length === 0) return '';
  const lines = tools.map(({ name, description, parameters }) => JSON.stringify({ name, description, parameters }));
  return [
    '# Tools',
    `You have the following tools, one a line. To use one, call ${ANY_TOOL.name} with its name and its arguments.`,
    ...lines,
  ].join('\n');
}

/** The tool that is meant by a call, whichever way it came. */
export function calledTool(id: string, name: string, parameters: Record<string, unknown>): ToolCall {
  if (name !== ANY_TOOL.name) return { id, name, arguments: writtenArguments(parameters) };
  const { name: meant, arguments: args } = parameters;
  return {
    id,
    name: typeof meant === 'string' ? toStorableText(meant) : '',
    arguments: typeof args === 'string' ? args : writtenArguments(args),
  };
}
