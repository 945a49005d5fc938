import { expect, test } from 'vitest';
import { think } from '../../src/language-model/think.ts';

const CALL = `<data source="the call">
Assistant: How can I help you?
Caller: Good morning.
Caller: I want to speak to somebody about my bill.
Assistant: I can take your details. May I have your name?
Caller: Dana Reyes.
</data>
Brief the person taking over this call.`;

const briefed = async (text: string): Promise<string> => {
  const instructions = 'You brief someone who is about to take over a call.';
  const turns = [{ kind: 'heard', text } as const];
  return (await think({ instructions, turns, tools: [], toolChoice: 'auto', schema: null, maxTokens: null })).text;
};

test('who takes over a call is told what the caller said, and not what the assistant asked', async () => {
  expect(await briefed(CALL)).toBe('The caller said: I want to speak to somebody about my bill. Dana Reyes.');
});

test('of a call in which nobody spoke nothing is made up', async () => {
  expect(await briefed('<data source="the call">\nAssistant: Hello?\n</data>')).not.toMatch(/caller said/);
});
