import { describe, expect, test } from 'vitest';
import type { Dialogue } from './dialogue.ts';
import { ruleBasedDialogue } from './rule-based-dialogue.ts';

const INSTRUCTIONS = `You are Ava, the friendly receptionist for Bright Smile Dental.
- Address: 12 Maple Street, Springfield.
- We have free parking behind the building.
- Whitening: $299`;
const text = { type: 'string' };
const tool = (name: string, properties: Record<string, unknown>, required: string[]) => ({
  name,
  description: '',
  parameters: { type: 'object', properties, required },
});
const TOOLS = [
  tool('send_sms', { to: text, message: text }, ['message']),
  tool('book_appointment', { name: text, start_time: { type: 'string', format: 'date-time' } }, ['name', 'start_time']),
];
const agent = (): Dialogue => ruleBasedDialogue({ instructions: INSTRUCTIONS, tools: TOOLS });

describe('while a tool runs', () => {
  const ASK = 'Can you text me your address?';
  const asked = async (): Promise<Dialogue> => {
    const dialogue = agent();
    await dialogue.next(ASK);
    return dialogue;
  };

  test.each(['Uh-huh.', 'Okay.', 'Thank you.', 'No.', 'Hello?'])('%s is no reason to call it again', async (words) => {
    expect(await (await asked()).next(words)).toEqual({ say: 'One moment, please.', toolCalls: [] });
  });

  test.each([
    ['Are you still there?', 'Yes, I am here. One moment, please.'],
    ['Is there any parking?', 'We have free parking behind the building.'],
  ])('%s is answered, and then what came of it', async (question, answer) => {
    const dialogue = await asked();
    expect(await dialogue.next(question)).toEqual({ say: answer, toolCalls: [] });
    expect((await dialogue.toolResult('send_sms', '{"ok":true}')).say).toMatch(/^I have sent you a text message\. Is/);
  });

  test('that was called for twice, what came of it is told once', async () => {
    const dialogue = await asked();
    expect((await dialogue.next(ASK)).toolCalls).toHaveLength(1);
    expect((await dialogue.toolResult('send_sms', '{"ok":true}')).say).toBe('');
    expect((await dialogue.toolResult('send_sms', '{"ok":true}')).say).toMatch(/^I have sent you a text/);
  });

  test('something else is begun, and goes on after what came of it', async () => {
    const dialogue = await asked();
    expect((await dialogue.next('I need an appointment for a cleaning.')).say).toMatch(/your name/);
    expect((await dialogue.toolResult('send_sms', '{"ok":true}')).say).toBe(
      'I have sent you a text message. May I have your name, please?',
    );
    expect((await dialogue.next('My name is Ada Lovelace.')).say).toMatch(/day and time/);
  });

  test('a result and what was said meanwhile are answered at once', async () => {
    const dialogue = await asked();
    expect((await dialogue.toolResult('send_sms', '{"ok":true}', 'Is there any parking?')).say).toBe(
      'I have sent you a text message. We have free parking behind the building.',
    );
  });

  test('what was not called because the other side spoke on is called in the next answer', async () => {
    const dialogue = await asked();
    dialogue.remember?.({ kind: 'interrupted', heard: '' });
    dialogue.remember?.({ kind: 'withdrawn', name: 'send_sms' });
    const step = await dialogue.next('Is there any parking?');
    expect(step.say).toBe('We have free parking behind the building. One moment, please.');
    expect(step.toolCalls.map(({ name }) => name)).toEqual(['send_sms']);
  });

  test.each(["That's fine.", null])('it is called also where nothing else was said: %s', async (words) => {
    const dialogue = await asked();
    dialogue.remember?.({ kind: 'withdrawn', name: 'send_sms' });
    expect(await dialogue.next(words)).toMatchObject({ say: 'One moment, please.', toolCalls: [{ name: 'send_sms' }] });
  });

  test('what was taken back and done all the same is told, and not called again', async () => {
    const dialogue = await asked();
    dialogue.remember?.({ kind: 'withdrawn', name: 'send_sms' });
    expect(await dialogue.toolResult('send_sms', '{"ok":true}', 'Is there any parking?')).toEqual({
      say: 'I have sent you a text message. We have free parking behind the building.',
      toolCalls: [],
    });
  });

  test.each([
    ['I', /^I have sent you a text message\. We have free/],
    ['I have sent you a text message. Is there', /^We have free/],
  ])('what came of it is said again unless it was heard: "%s"', async (heard, answer) => {
    const dialogue = await asked();
    await dialogue.toolResult('send_sms', '{"ok":true}');
    dialogue.remember?.({ kind: 'interrupted', heard });
    expect((await dialogue.next('Is there any parking?')).say).toMatch(answer);
    expect((await dialogue.next('What does whitening cost?')).say).toBe('Whitening: $299.');
  });
});

test.each([
  [
    'Can you text me your address? Is there any parking?',
    'We have free parking behind the building. One moment, please.',
  ],
  [
    'Is there any parking? Can you text me your address?',
    'We have free parking behind the building. One moment, please.',
  ],
  ['Can you text me your address? Are you still there?', 'Yes, I am here. One moment, please.'],
  ['Can you text me your address? Uh-huh.', 'One moment, please.'],
])('who says several things in one turn gets all of them: "%s"', async (words, answer) => {
  const { say, toolCalls } = await agent().next(words);
  expect(say).toBe(answer);
  expect(toolCalls).toEqual([
    { name: 'send_sms', arguments: { message: 'Bright Smile Dental: Address: 12 Maple Street, Springfield.' } },
  ]);
});

test('details of a wish that stand in other sentences belong to it', async () => {
  const dialogue = agent();
  const { say } = await dialogue.next('My name is Ada Lovelace. Can I book an appointment? Is Tuesday at 3 pm okay?');
  // Neither for the name nor for the time.
  expect(say).toMatch(/phone number/);
});
