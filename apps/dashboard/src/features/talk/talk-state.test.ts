import { expect, test } from 'vitest';
import { withLatency, withMessage, type Line } from './talk-state.ts';

const said = (lines: readonly Line[], role: 'user' | 'agent', text: string): readonly Line[] =>
  withMessage(lines, { type: 'transcript', role, item_id: text, text, final: true });
const used = (lines: readonly Line[], id: string): readonly Line[] =>
  withMessage(lines, { type: 'tool_call', id, name: 'send_sms', arguments: {} });
const answered = (lines: readonly Line[], since: number): readonly Line[] => withLatency(lines, since, 900) ?? lines;
const words = (lines: readonly Line[]): string[] => lines.map((line) => (line.kind === 'spoken' ? line.text : line.id));

test('my words that become known after the answer has begun stand before it', () => {
  const greeted = said([], 'agent', 'Hello.');
  const late = said(answered(said(greeted, 'agent', 'At nine.'), 1), 'user', 'When do you open?');
  expect(words(late)).toEqual(['Hello.', 'When do you open?', 'At nine.']);
  const next = said(late, 'user', 'And on Sunday?');
  expect(words(next)).toEqual(['Hello.', 'When do you open?', 'At nine.', 'And on Sunday?']);
});

test('they stand before the tools of their answer, too', () => {
  const greeted = said([], 'agent', 'Hello.');
  const late = said(answered(said(used(greeted, 'tool'), 'agent', 'Sent.'), 1), 'user', 'Text me.');
  expect(words(late)).toEqual(['Hello.', 'Text me.', 'tool', 'Sent.']);
});

test('what the agent says unasked stays before my words', () => {
  const reminded = said(said([], 'agent', 'Hello.'), 'agent', 'Are you there?');
  expect(words(said(reminded, 'user', 'Yes.'))).toEqual(['Hello.', 'Are you there?', 'Yes.']);
});
