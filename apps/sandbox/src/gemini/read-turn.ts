import { newItem, type ConversationItem } from '../realtime/conversation.ts';
import { verbatimText } from '../realtime/mind.ts';

/** What a text of the user's role means to a model that was told what brackets stand for. */
export type ReadTurn =
  | { kind: 'item'; item: ConversationItem }
  /** It is to say this, word for word. */
  | { kind: 'verbatim'; text: string }
  /** Of its last answer only this was heard. */
  | { kind: 'heard'; text: string };

const NOTE = /^\[([\s\S]*)\]$/;
const RESULT = /^The tool (\S+) that you called has answered\b[^:]*: ([\s\S]*)$/;
const ORDER = /^\[([^\]]*:)\]\s([\s\S]+)$/;

export function readTurn(text: string): ReadTurn {
  const [, order, words] = ORDER.exec(text) ?? [];
  const verbatim = order === undefined ? null : verbatimText(`${order} ${words}`);
  if (verbatim !== null) return { kind: 'verbatim', text: verbatim };
  const note = NOTE.exec(text)?.[1];
  if (note === undefined) return { kind: 'item', item: messageItem('user', text) };
  const heard = /\bheard only: "([^"]*)"/.exec(note)?.[1] ?? (/\bbefore they heard any\b/.test(note) ? '' : null);
  if (heard !== null) return { kind: 'heard', text: heard };
  const [, name, output] = RESULT.exec(note) ?? [];
  if (name !== undefined) return { kind: 'item', item: newItem({ type: 'function_call_output', name, output }) };
  return { kind: 'item', item: messageItem('system', note) };
}

export const messageItem = (role: 'user' | 'system' | 'assistant', text: string): ConversationItem =>
  newItem({ type: 'message', role, content: [{ type: 'input_text', text }] });
