import type { ToolDefinition } from '@leadlock/voice/contracts';
import type { AudioFormat } from './audio-format.ts';
import { listAt, numberAt, textAt, type JsonObject } from './json.ts';

/** The function tools of a session; tools of other kinds run at the vendor. */
export const readTools = (session: JsonObject): ToolDefinition[] =>
  listAt(session, 'tools')
    .filter((tool) => tool.type === 'function')
    .map((tool) => ({
      name: textAt(tool, 'name') ?? '',
      description: textAt(tool, 'description') ?? '',
      parameters: (tool.parameters ?? { type: 'object', properties: {} }) as JsonObject,
    }));

export function readFormat(format: JsonObject | null): AudioFormat {
  const type = textAt(format, 'type');
  if (type === 'audio/pcmu' || type === 'audio/pcma') return { type, rate: 8000 };
  return { type: 'audio/pcm', rate: numberAt(format, 'rate') ?? 24_000 };
}
