import { describe, expect, test } from 'vitest';
import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import { personaCaller, scriptedCaller } from './caller.ts';
import type { Dialogue, DialogueStep } from './dialogue.ts';
import { ruleBasedDialogue } from './rule-based-dialogue.ts';

const INSTRUCTIONS = `# Role
You are Ava, the friendly receptionist for Bright Smile Dental.
Keep answers short. Never give medical advice.

## Business information
- Opening hours: Monday to Friday, 8 am to 5 pm; Saturday 9 am to 1 pm. Closed on Sunday.
- Address: 12 Maple Street, Springfield.
- We have free parking behind the building.

## Services and prices
- Teeth cleaning: $120
- Whitening: $299
- New patient exam: $80, x-rays included

## FAQ
Q: Do you take insurance?
A: Yes, we accept Delta Dental, Cigna and Aetna.
Q: What should I do in an emergency?
A: Call us any time and we will see you the same day.

If the caller wants an appointment, collect name, day, time and phone number.`;

const text = { type: 'string' };
const tool = (name: string, properties: Record<string, unknown> = {}, required: string[] = []): ToolDefinition => ({
  name,
  description: name === 'check_order_status' ? 'Looks up the status of an order' : '',
  parameters: { type: 'object', properties, required },
});
const END_CALL = tool('end_call');
const SEND_SMS = tool('send_sms', { to: text, message: text }, ['message']);
const BOOK = tool(
  'book_appointment',
  { name: text, phone: text, start_time: { type: 'string', format: 'date-time' }, notes: text },
  ['name', 'start_time'],
);
const ORDER = tool('check_order_status', { order_number: text }, ['order_number']);
const ALL = [END_CALL, SEND_SMS, BOOK, ORDER];

const agent = (tools = ALL, instructions = INSTRUCTIONS): Dialogue =>
  ruleBasedDialogue({ instructions, tools, now: () => new Date('2026-11-22T12:00:00Z') });
const reply = async (heard: string | null, tools = ALL): Promise<string> => (await agent(tools).next(heard)).say;

/** Says `lines` to the agent and returns its last step. */
async function lastOf(dialogue: Dialogue, ...lines: (string | null)[]): Promise<DialogueStep> {
  let step: DialogueStep = { say: '', toolCalls: [] };
  for (const line of lines) step = await dialogue.next(line);
  return step;
}

describe('answers', () => {
  test.each([
    [
      'What are your opening hours on Saturday?',
      'Opening hours: Monday to Friday, 8 am to 5 pm; Saturday 9 am to 1 pm.',
    ],
    ['when do you close on Friday', 'Opening hours: Monday to Friday, 8 am to 5 pm; Saturday 9 am to 1 pm.'],
    ['Are you open on Sunday?', 'Closed on Sunday.'],
    ['How much is a teeth cleaning?', 'Teeth cleaning: $120.'],
    ['What does whitening cost?', 'Whitening: $299.'],
    ['How much is an exam for a new patient?', 'New patient exam: $80, x-rays included.'],
    ['Where are you located?', 'Address: 12 Maple Street, Springfield.'],
    ['Is there any parking near your office?', 'We have free parking behind the building.'],
    ['Do you accept my insurance?', 'Yes, we accept Delta Dental, Cigna and Aetna.'],
    ['What should I do in an emergency?', 'Call us any time and we will see you the same day.'],
  ])('%s', async (question, answer) => {
    expect(await reply(question)).toBe(answer);
  });

  test.each(['Do you sell pizza?', 'Who won the world cup?', 'Can you fix my car?'])(
    'takes a message instead of inventing: %s',
    async (question) => {
      expect(await reply(question)).toMatch(/^I do not have that information.*take a message.*your name/);
    },
  );

  test('knows nothing from an empty prompt', async () => {
    expect((await agent([], '').next('What are your opening hours?')).say).toMatch(/do not have that information/);
  });

  test('understands what a question refers to', async () => {
    const dialogue = agent([]);
    await lastOf(dialogue, 'Do you do whitening?');
    expect((await dialogue.next('How much does that cost?')).say).toBe('Whitening: $299.');
  });
});

describe('manners', () => {
  test('greets with the names of the prompt, or with the words it prescribes', async () => {
    expect(await reply(null)).toBe('Hello, this is Ava from Bright Smile Dental. How can I help you?');
    expect((await agent([], '').next(null)).say).toBe('Hello. How can I help you?');
    const prescribed = agent([], 'Greet the caller with "Good day, Miller Plumbing, this is Sam."');
    expect((await prescribed.next(null)).say).toBe('Good day, Miller Plumbing, this is Sam.');
  });

  test('asks to repeat what it did not understand, in other words the second time', async () => {
    const dialogue = agent();
    const first = (await dialogue.next('')).say;
    expect(first).toMatch(/say it again/);
    expect((await dialogue.next('...')).say).not.toBe(first);
    expect((await dialogue.next('Do you take insurance?')).say).toMatch(/Delta/);
  });

  test.each([
    'Goodbye.',
    'No thank you, that is all.',
    'Okay, bye-bye.',
    "That's it, have a nice day",
    'No.',
    'No, nothing else.',
  ])('says goodbye and hangs up: %s', async (heard) => {
    const step = await agent().next(heard);
    expect(step).toEqual({
      say: 'Thank you for calling Bright Smile Dental. Goodbye.',
      toolCalls: [{ name: 'end_call', arguments: {} }],
    });
  });

  test.each([
    ['You are the receptionist of Zahnärzte am Park & Söhne, a dental practice.', 'Zahnärzte am Park & Söhne'],
    ['You are Ava, the receptionist for Élan Dental.', 'Élan Dental'],
    ['Business: Кафе Весна', 'Кафе Весна'],
  ])('names the business in whatever letters it is written: %s', async (instructions, name) => {
    expect((await agent([END_CALL], instructions).next('Goodbye.')).say).toBe(
      `Thank you for calling ${name}. Goodbye.`,
    );
  });

  test('introduces itself by a name with an accent', async () => {
    const instructions = 'You are Zoë, the receptionist of Bright Smile Dental.';
    expect((await agent([END_CALL], instructions).next(null)).say).toMatch(
      /^Hello, this is Zoë from Bright Smile Dental/,
    );
  });

  test('only says goodbye when it cannot hang up', async () => {
    expect((await agent([]).next('Goodbye.')).toolCalls).toEqual([]);
  });

  test('greets back and thanks back', async () => {
    expect(await reply('Hello?')).toMatch(/How can I help/);
    expect(await reply('Thank you.')).toMatch(/You are welcome/);
  });
});

describe('booking', () => {
  test('asks for what is missing, reads it back and books', async () => {
    const dialogue = agent();
    expect((await dialogue.next('I would like to book a teeth cleaning.')).say).toMatch(/your name/);
    expect((await dialogue.next('David Miller.')).say).toMatch(/day and time/);
    expect((await dialogue.next('Next Tuesday.')).say).toMatch(/What time next Tuesday|phone number/);
    const asked = await lastOf(dialogue, 'My number is 555-014-2345.');
    expect(asked.say).toMatch(/What time next Tuesday/);
    const back = await dialogue.next('At ten thirty.');
    expect(back.say).toBe(
      'Thank you, David Miller. You would like a teeth cleaning next Tuesday at ten thirty. Your number is 5550142345. Is that right?',
    );
    expect((await dialogue.next('Yes, that is right.')).toolCalls).toEqual([
      {
        name: 'book_appointment',
        arguments: {
          name: 'David Miller',
          phone: '+15550142345',
          start_time: '2026-11-24T10:30:00',
          notes: 'a teeth cleaning',
        },
      },
    ]);
    expect((await dialogue.toolResult('book_appointment', '{"success":true}')).say).toMatch(
      /^You are booked next Tuesday at ten thirty\. Is there anything else/,
    );
  });

  const ALL_AT_ONCE = 'My name is David Miller, I want to book a cleaning tomorrow at 9 am, my number is 5550142345.';

  test('takes everything from one sentence', async () => {
    const step = await agent().next(ALL_AT_ONCE);
    expect(step.say).toMatch(/David Miller.*a cleaning tomorrow at 9 am.*5550142345\. Is that right/);
  });

  test('takes a correction', async () => {
    const dialogue = agent();
    await dialogue.next(ALL_AT_ONCE);
    expect((await dialogue.next('No.')).say).toMatch(/What should I change/);
    expect((await dialogue.next('It should be at 11 am.')).say).toMatch(/tomorrow at 11 am/);
    expect((await dialogue.next('No, my name is Daniel Miller.')).say).toMatch(/^Thank you, Daniel Miller/);
  });

  test('answers a question that holds a detail it could use', async () => {
    const step = await lastOf(agent([]), 'Please take a message.', 'What are your opening hours on Saturday?');
    expect(step.say).toMatch(/^Opening hours: .*Saturday 9 am to 1 pm.*name/s);
  });

  test('answers a question in between and goes on', async () => {
    const step = await lastOf(agent(), 'Can I make an appointment?', 'Where are you located?');
    expect(step.say).toBe('Address: 12 Maple Street, Springfield. May I have your name, please?');
  });

  test('asks for another time when the first is refused', async () => {
    const dialogue = agent();
    await lastOf(dialogue, ALL_AT_ONCE, 'Yes.');
    const step = await dialogue.toolResult('book_appointment', '{"success":false,"error":"slot_taken"}');
    expect(step.say).toMatch(/did not work.*day and time/);
    expect(step.say).not.toMatch(/slot_taken/);
  });

  test('takes a message where it has no calendar', async () => {
    const step = await lastOf(agent([END_CALL]), ALL_AT_ONCE, 'Yes.');
    expect(step.say).toMatch(/noted.*get back to you.*anything else/);
  });

  test('gives up a detail that it cannot get', async () => {
    const step = await lastOf(
      agent([]),
      'Please take a message.',
      'David Miller.',
      'Uh, well',
      'Um, the thing',
      'My tooth broke.',
    );
    expect(step.say).toBe('Thank you, David Miller. I will pass on your message: My tooth broke. Is that right?');
  });

  test('says what it knows about a problem and offers an appointment', async () => {
    const dialogue = agent();
    expect((await dialogue.next('I have an emergency with my tooth.')).say).toMatch(/^Call us any time.*appointment/);
    expect((await dialogue.next('Yes, please.')).say).toMatch(/your name/);
    const declined = await lastOf(agent(), 'I have an emergency with my tooth.', 'No, thanks.');
    expect(declined.say).toMatch(/anything else/);
  });

  test('books for a caller who first left a message', async () => {
    const step = await lastOf(agent(), 'Do you sell pizza?', 'I would like to book a teeth cleaning.', 'David Miller.');
    expect(step.say).toMatch(/day and time/);
  });

  test('drops it when the caller does', async () => {
    expect((await lastOf(agent(), 'I need an appointment.', 'Never mind.')).say).toMatch(/All right/);
    expect((await lastOf(agent(), 'I need an appointment.', 'Goodbye.')).toolCalls).toHaveLength(1);
  });
});

describe('other tools', () => {
  test('texts the sentence that was asked for', async () => {
    const step = await agent().next('Can you text me your address?');
    expect(step.toolCalls).toEqual([
      { name: 'send_sms', arguments: { message: 'Bright Smile Dental: Address: 12 Maple Street, Springfield.' } },
    ]);
  });

  test('texts what was talked about, and asks for the number when the tool needs it', async () => {
    const dialogue = agent([tool('send_sms', { phone_number: text, body: text }, ['phone_number', 'body'])]);
    await dialogue.next('How much is whitening?');
    expect((await dialogue.next('Could you send me a text with the details?')).say).toMatch(/phone number/);
    expect((await dialogue.next('five five five, oh one four, two three four five')).toolCalls).toEqual([
      { name: 'send_sms', arguments: { phone_number: '+15550142345', body: 'Bright Smile Dental: Whitening: $299.' } },
    ]);
    expect((await dialogue.toolResult('send_sms', '{"success":true}')).say).toMatch(/sent you a text/);
  });

  test('transfers, or says that it cannot', async () => {
    const transfer = tool('transfer_call', { reason: text });
    expect((await agent([transfer]).next('Can I speak to a real person?')).toolCalls[0]?.name).toBe('transfer_call');
    expect(await reply('Can I speak to a real person?')).toMatch(/cannot connect you.*take a message/);
  });

  test('says that nobody took the call before it takes a message', async () => {
    const dialogue = agent([tool('transfer_call', { reason: text })]);
    await dialogue.next('Can I speak to a real person?');
    expect((await dialogue.toolResult('transfer_call', '{"error":"declined"}')).say).toMatch(
      /could not reach anyone.*take a message.*your name/,
    );
  });

  test('asks to whom only where there is a choice', async () => {
    const transferTo = (...names: string[]) =>
      tool('transfer_call', { target: { type: 'string', enum: names } }, ['target']);
    expect((await agent([transferTo('Dana')]).next('Can I speak to a real person?')).toolCalls).toEqual([
      { name: 'transfer_call', arguments: { target: 'Dana' } },
    ]);
    const dialogue = agent([transferTo('Dana', 'Dr. Chen')]);
    expect((await dialogue.next('Can I speak to a real person?')).say).toBe(
      'Which target would you like: Dana or Dr. Chen?',
    );
  });

  test('calls a custom function by its name and speaks its answer', async () => {
    const dialogue = agent();
    expect((await dialogue.next('I want to check the status of my order.')).say).toBe('What is the order number?');
    expect((await dialogue.next('1 2 3 4.')).toolCalls).toEqual([
      { name: 'check_order_status', arguments: { order_number: '1 2 3 4.' } },
    ]);
    expect((await dialogue.toolResult('check_order_status', '{"status":"shipped"}')).say).toMatch(/^status: shipped\./);
  });

  test('searches the knowledge base before it gives up', async () => {
    const dialogue = agent([tool('search_knowledge', { query: text }, ['query'])]);
    const step = await dialogue.next('Do you treat children?');
    expect(step.toolCalls).toEqual([{ name: 'search_knowledge', arguments: { query: 'Do you treat children?' } }]);
    expect((await dialogue.toolResult('search_knowledge', '{"answer":"We treat children from three."}')).say).toBe(
      'We treat children from three.',
    );
    await dialogue.next('Do you treat horses?');
    expect((await dialogue.toolResult('search_knowledge', '{"error":"nothing found"}')).say).toMatch(/take a message/);
  });

  test.each([
    ['web_search', 'What is the weather in Boston today?'],
    ['x_search', 'What did the mayor post on X today?'],
  ])('searches with %s what nothing here says', async (name, question) => {
    const dialogue = agent(['web_search', 'x_search'].map((each) => tool(each, { query: text }, ['query'])));
    expect((await dialogue.next(question)).toolCalls).toEqual([{ name, arguments: { query: question } }]);
    expect((await dialogue.toolResult(name, '{"answer":"It is sunny."}')).say).toMatch(/^It is sunny\./);
  });

  test('searches nothing that the prompt says', async () => {
    const dialogue = agent([tool('web_search', { query: text }, ['query'])]);
    expect((await dialogue.next('What are your opening hours on Saturday?')).toolCalls).toEqual([]);
  });
});

/** Lets the two talk until one hangs up. */
async function converse(agent: Dialogue, caller: Dialogue): Promise<{ lines: string[]; tools: string[] }> {
  const lines: string[] = [];
  const tools: string[] = [];
  let step = await agent.next(null);
  for (let turn = 0; turn < 20; turn++) {
    lines.push(`agent: ${step.say}`);
    const call = step.toolCalls[0];
    if (call) {
      tools.push(call.name);
      if (call.name === 'end_call') return { lines, tools };
      step = await agent.toolResult(call.name, '{"success":true}');
      continue;
    }
    const said = await caller.next(step.say);
    if (said.toolCalls.length > 0) return { lines, tools };
    lines.push(`caller: ${said.say}`);
    step = await agent.next(said.say);
  }
  return { lines, tools };
}

describe('callers', () => {
  test('a persona reaches its goal and hangs up', async () => {
    const { lines, tools } = await converse(
      agent(),
      personaCaller({
        name: 'David Miller',
        goal: 'I would like to book a teeth cleaning.',
        phone: 'five five five, zero one four, two three four five',
        when: 'Next Tuesday at ten thirty',
        questions: ['How much does that cost?', 'Can you text me the address?'],
      }),
    );
    expect(tools).toEqual(['book_appointment', 'send_sms', 'end_call']);
    expect(lines).toContain('agent: Teeth cleaning: $120.');
    expect(lines.at(-1)).toMatch(/Goodbye/);
  });

  test('a persona repeats itself when asked to, and answers from its facts', async () => {
    const persona = personaCaller({ name: 'Ann', goal: 'I need a roof.', facts: { 'square feet': 'Two thousand.' } });
    await persona.next('Hello!');
    expect((await persona.next('Sorry, I did not catch that. Could you say it again?')).say).toBe('I need a roof.');
    expect((await persona.next('Sure. How many square feet is it?')).say).toBe('Two thousand.');
    expect((await persona.next('What is your favorite color?')).say).toBe("I'm not sure.");
    expect((await persona.next('Is there anything else?')).say).toMatch(/Goodbye/);
    expect((await persona.next('Bye.')).toolCalls).toEqual([{ name: 'end_call', arguments: {} }]);
  });

  test('a script is said line by line', async () => {
    const caller = scriptedCaller(['Hello.', 'Goodbye.']);
    expect((await caller.next(null)).say).toBe('Hello.');
    expect((await caller.next('What?')).say).toBe('Goodbye.');
    expect((await caller.next('Bye.')).toolCalls).toEqual([{ name: 'end_call', arguments: {} }]);
  });
});

test('whoever takes over in the middle of a conversation does not greet', async () => {
  const dialogue = ruleBasedDialogue({
    instructions: INSTRUCTIONS,
    tools: ALL,
    history: [{ kind: 'said', by: 'agent', text: 'Hello, how can I help you?' }],
  });
  expect((await dialogue.next(null)).say).toBe('Are you still there?');
});

test('another prompt and other tools hold from the next answer on', async () => {
  const dialogue = agent();
  dialogue.change?.({ instructions: '- We have free parking behind the building.' });
  expect((await dialogue.next('Is there any parking?')).say).toContain('free parking behind');
  dialogue.change?.({ tools: [] });
  expect((await dialogue.next('Goodbye')).toolCalls).toEqual([]);
});
