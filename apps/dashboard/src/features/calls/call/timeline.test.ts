import { expect, it } from 'vitest';
import { timelineOf } from './timeline.ts';
import { transcriptText } from './transcript-text.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
const call = {
  transcript: [
    { role: 'assistant', content: 'Hello, how can I', started_at: at(1), ended_at: at(3), interrupted: true },
    { role: 'user', content: 'When are you open?', started_at: at(3), ended_at: at(5) },
  ],
  metadata: {
    function_calls: [
      { function: 'look_up', arguments: { day: 'Sunday' }, result: 'x', success: false, timestamp: at(2) },
    ],
  },
};

it('puts what was done between what was said', () => {
  expect(timelineOf(call)).toMatchObject([
    { kind: 'turn', role: 'assistant', interrupted: true },
    { kind: 'tool', name: 'look_up', success: false },
    { kind: 'turn', role: 'user', text: 'When are you open?', interrupted: false },
  ]);
  expect(timelineOf({ transcript: null, metadata: null })).toEqual([]);
  expect(timelineOf({ transcript: 'Hello?', metadata: {} })).toEqual([]);
});

it('is text to take along', () => {
  expect(transcriptText(timelineOf(call), { agent: 'Ava', caller: 'Caller' }, Date.parse(at(0)))).toBe(
    [
      '[0:01] Ava: Hello, how can I — (interrupted)',
      '[0:02] Ava: [look_up failed]',
      '[0:03] Caller: When are you open?',
    ].join('\n'),
  );
});
