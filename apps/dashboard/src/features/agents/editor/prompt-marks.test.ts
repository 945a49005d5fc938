import { expect, test } from 'vitest';
import { promptMarks } from './prompt-marks.ts';

test('variables, unknown ones, and blanks are marked where they stand', () => {
  const text =
    'You are {{agent_name}} of {{ business }}. Hours: [Monday to Friday]. [laughs] [site](https://x.example)';
  const marks = promptMarks(new Set(['agent_name']))(text).map(({ from, to, kind }) => [text.slice(from, to), kind]);
  expect(marks).toEqual([
    ['{{agent_name}}', 'variable'],
    ['{{ business }}', 'problem'],
    ['[Monday to Friday]', 'problem'],
  ]);
});
