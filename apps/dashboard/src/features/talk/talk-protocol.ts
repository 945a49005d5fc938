/** What the gateway says beside the audio (docs/browser-calls.md). */
export type ServerMessage =
  | { type: 'ready'; call_id: string }
  | { type: 'mark'; name: string }
  | { type: 'clear' }
  | { type: 'transcript'; role: 'user' | 'agent'; item_id: string; text: string; final: boolean }
  | { type: 'tool_call'; id: string; name: string; arguments: Record<string, unknown> }
  | { type: 'tool_result'; id: string; success: boolean; result: unknown }
  | { type: 'ended'; reason: string };

/** What the browser says beside the audio. */
export type ClientMessage =
  | { type: 'start'; token: string }
  | { type: 'played'; mark: string }
  | { type: 'text'; text: string }
  | { type: 'typing' }
  | { type: 'dtmf'; digit: string }
  | { type: 'hangup' };

/** The longest text that may be written at once. */
export const MAX_TEXT_LENGTH = 2000;

/** Why the gateway closed the socket. */
export const CLOSED = { tokenRefused: 1008, draining: 1013 } as const;

const TYPES = new Set(['ready', 'mark', 'clear', 'transcript', 'tool_call', 'tool_result', 'ended']);

/** Null for what a newer gateway may say and this page does not know. */
export function readServerMessage(text: string): ServerMessage | null {
  const message: unknown = JSON.parse(text);
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  return TYPES.has(String(message.type)) ? (message as ServerMessage) : null;
}
