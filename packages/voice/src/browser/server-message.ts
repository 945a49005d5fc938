import type { LiveEvent } from '../session/live-event.ts';
import { asObject } from '../wire/json.ts';

/** A tool's input or output as a browser shows it: JSON where it is JSON, else the text itself. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const argumentsOf = (text: string): Record<string, unknown> =>
  asObject(readJson(text === '' ? '{}' : text)) ?? { invalid: text };

/** What a browser is told of its call while it runs. */
export function liveMessage(event: LiveEvent): string {
  switch (event.type) {
    case 'transcript': {
      const { type, role, itemId, text, final } = event;
      return JSON.stringify({ type, role, item_id: itemId, text, final });
    }
    case 'tool_call': {
      const { type, id, name } = event;
      return JSON.stringify({ type, id, name, arguments: argumentsOf(event.arguments) });
    }
    case 'tool_result': {
      const result = readJson(event.output);
      const success = !event.failed && asObject(result)?.['error'] === undefined;
      return JSON.stringify({ type: event.type, id: event.id, success, result });
    }
    case 'ended':
      return JSON.stringify(event);
  }
}

export const readyMessage = (callId: string): string => JSON.stringify({ type: 'ready', call_id: callId });
export const markMessage = (name: string): string => JSON.stringify({ type: 'mark', name });
export const CLEAR_MESSAGE: string = JSON.stringify({ type: 'clear' });
