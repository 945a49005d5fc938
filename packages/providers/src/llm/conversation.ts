import { jsonSchema, tool, type ModelMessage, type ToolSet } from 'ai';
import { z } from 'zod';
import { LlmError, type LlmMessage, type LlmRequest, type LlmTool } from '../contracts/index.ts';
import { toJsonSchema } from './json-schema.ts';
import type { VendorAdapter } from './vendors/vendor.ts';
import { ABOUT_DATA, hasData, partText } from './outside-text.ts';

function toModelMessage(message: LlmMessage): ModelMessage {
  switch (message.role) {
    case 'user': {
      const { content } = message;
      if (typeof content === 'string') return { role: 'user', content };
      return { role: 'user', content: content.map((part) => ({ type: 'text', text: partText(part) })) };
    }
    case 'assistant': {
      const calls = (message.toolCalls ?? []).map((call) => ({
        type: 'tool-call' as const,
        toolCallId: call.id,
        toolName: call.name,
        input: call.arguments,
      }));
      // Anthropic refuses a text that is empty.
      const said = message.text === '' ? [] : [{ type: 'text' as const, text: message.text }];
      return { role: 'assistant', content: [...said, ...calls] };
    }
    case 'tool': {
      const { callId, name, result } = message;
      const output = { type: 'text' as const, value: result };
      return { role: 'tool', content: [{ type: 'tool-result', toolCallId: callId, toolName: name, output }] };
    }
  }
}

/** The schema of a tool's arguments; a zod one also says what is wrong with them. */
function parametersOf({ parameters }: LlmTool) {
  if (!(parameters instanceof z.ZodType)) return jsonSchema<Record<string, unknown>>(parameters);
  return jsonSchema<Record<string, unknown>>(toJsonSchema(parameters), {
    validate: (value) => {
      const result = parameters.safeParse(value);
      // Checked, and handed on as the model wrote it: whoever runs the tool parses it again.
      if (result.success) return { success: true, value: value as Record<string, unknown> };
      return { success: false, error: new Error(z.prettifyError(result.error)) };
    },
  });
}

const toTools = (tools: readonly LlmTool[]): ToolSet =>
  Object.fromEntries(
    tools.map((definition) => [
      definition.name,
      tool({ description: definition.description, inputSchema: parametersOf(definition) }),
    ]),
  );

export interface Conversation {
  system?: string;
  messages: ModelMessage[];
  tools?: ToolSet;
}

/** What the model may look up by itself. @throws LlmError for a vendor that does not search */
function toSearchTools({ search }: LlmRequest, vendor: VendorAdapter): ToolSet {
  if (!search) return {};
  if (vendor.searchTools) return vendor.searchTools(search);
  throw new LlmError('request_refused', `${vendor.label} doesn’t support search`, 'Use an xAI model.');
}

/** A request as the SDK takes it. @throws LlmError where the vendor cannot do what is asked for */
export function toConversation(request: LlmRequest, vendor: VendorAdapter): Conversation {
  const { instructions, messages, tools = [] } = request;
  const toolSet = { ...toTools(tools), ...toSearchTools(request, vendor) };
  const system = [instructions ?? '', hasData(messages) ? ABOUT_DATA : ''].filter((text) => text !== '').join('\n\n');
  return {
    ...(system === '' ? {} : { system }),
    messages: messages.map(toModelMessage),
    ...(Object.keys(toolSet).length === 0 ? {} : { tools: toolSet }),
  };
}
