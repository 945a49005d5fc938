import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MULAW_SILENCE } from '../audio/mulaw.ts';
import type {
  RealtimeListener,
  RealtimeSession,
  RealtimeSessionConfig,
  ToolCall,
} from '../contracts/realtime-provider.ts';
import type { Dialogue, DialogueEvent, DialogueStep } from './dialogue/dialogue.ts';
import { openSpeechEngine, type SpeechEngine } from './engine/speech-engine.ts';
import { createLocalProvider, type LocalProviderOptions } from './local-provider.ts';

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await openSpeechEngine();
});
afterAll(() => engine.close());

const CONFIG: RealtimeSessionConfig = {
  instructions: `You are Ava, the receptionist for Bright Smile Dental.
- Opening hours: Monday to Friday from nine in the morning until five in the afternoon.
- We have free parking behind the building.`,
  voice: 'rms',
  temperature: 0.7,
  turnDetection: { kind: 'server', threshold: 0.5, silenceDurationMs: 500, prefixPaddingMs: 300, eagerness: 'auto' },
  noiseReduction: null,
  tools: [{ name: 'end_call', description: 'Hang up', parameters: { type: 'object', properties: {} } }],
};

interface Conversation {
  session: RealtimeSession;
  /** The events in order, audio left out. */
  events: string[];
  audio: Uint8Array[];
  toolCalls: ToolCall[];
  itemId: string | null;
}

/** Opens a session that writes down what it hears, and waits until it is ready. */
async function open(
  options: Partial<LocalProviderOptions> = {},
  also: Partial<RealtimeListener> = {},
  config: Partial<RealtimeSessionConfig> = {},
): Promise<Conversation> {
  const events: string[] = [];
  const listener: RealtimeListener = {
    onReady: () => events.push('ready'),
    onItemStarted(itemId) {
      conversation.itemId = itemId;
      events.push('item started');
    },
    onAudio: (audio) => conversation.audio.push(Buffer.from(audio.toString('latin1'), 'base64')),
    onSpeechStarted: () => events.push('speech started'),
    onSpeechStopped: () => events.push('speech stopped'),
    onUserTranscript: (_item, text) => events.push(`user: ${text}`),
    onAgentTranscript: (_item, text, final) => events.push(`agent${final ? '' : '…'}: ${text}`),
    onToolCall(call) {
      conversation.toolCalls.push(call);
      events.push(`tool ${call.name} ${call.arguments}`);
    },
    onResponseDone: (status) => events.push(`done ${status}`),
    onWarning: (code) => events.push(`warning ${code}`),
    onClosed: (end) => events.push(`closed ${end.failed ? 'failed' : 'asked'}`),
    ...also,
  };
  const provider = createLocalProvider({ engine: () => Promise.resolve(engine), ...options });
  const session = provider.open({ ...CONFIG, ...config }, listener);
  const conversation: Conversation = { session, events, audio: [], toolCalls: [], itemId: null };
  await until(() => events.length > 0);
  return conversation;
}

const until = (condition: () => boolean): Promise<unknown> => vi.waitUntil(condition, { timeout: 30_000, interval: 5 });
const answered = ({ events }: Conversation, count = 1): Promise<unknown> =>
  until(() => events.filter((event) => event.startsWith('done')).length >= count);

const silence = (ms: number): Uint8Array => new Uint8Array(ms * 8).fill(MULAW_SILENCE);

/** Sends speech as a phone does, 20 ms at a time, but faster. */
function sendFrames(session: RealtimeSession, ...parts: Uint8Array[]): void {
  const audio = Buffer.concat(parts);
  for (let at = 0; at < audio.length; at += 160)
    session.sendAudio(Buffer.from(audio.subarray(at, at + 160).toString('base64'), 'latin1'));
}

/** What a second ear understands. */
function understood(audio: Uint8Array[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const texts: string[] = [];
    const ear = engine.listen(
      { silenceMs: 1500, threshold: 0.5 },
      {
        onSpeechStarted: () => undefined,
        onSpeechStopped: () => undefined,
        onUtterance(text) {
          texts.push(text);
          ear.close();
          resolve(texts.join(' '));
        },
        onError: reject,
        onClosed: reject,
      },
    );
    for (const part of [silence(300), ...audio, silence(2500)]) ear.hear(part);
  });
}

/** A dialogue whose steps the test names; it writes down what it is asked. */
function scripted(steps: (DialogueStep | Error)[]): {
  dialogue: Dialogue;
  asked: unknown[];
  remembered: DialogueEvent[];
} {
  const asked: unknown[] = [];
  const remembered: DialogueEvent[] = [];
  const take = async (...question: unknown[]): Promise<DialogueStep> => {
    asked.push(question);
    const step = steps.shift() ?? { say: '', toolCalls: [] };
    if (step instanceof Error) throw step;
    return step;
  };
  return {
    asked,
    remembered,
    dialogue: {
      next: (heard) => take('next', heard),
      toolResult: (name, output) => take('result', name, output),
      remember: (event) => void remembered.push(event),
    },
  };
}
const say = (text: string, ...toolCalls: DialogueStep['toolCalls']): DialogueStep => ({ say: text, toolCalls });
const LONG = 'This is the first sentence of a long answer. This is the second one. And this is the third and last one.';

describe('local provider', { timeout: 60_000 }, () => {
  test('holds a spoken conversation: hears a question, answers it aloud, and hangs up', async () => {
    const conversation = await open();
    const { session, events } = conversation;
    const question = await engine.synthesize('Is there any parking behind your building?', 'slt');
    const goodbye = await engine.synthesize('No thank you, goodbye.', 'slt');
    const before = process.threadCpuUsage();
    sendFrames(session, silence(200), question, silence(1000));
    await answered(conversation);
    expect(events.map((event) => event.replace(/:.*/, ''))).toEqual([
      'ready',
      'speech started',
      'speech stopped',
      'user',
      'item started',
      'agent…',
      'agent',
      'done completed',
    ]);
    expect(events[3]).toMatch(/parking/i);
    expect(await understood(conversation.audio)).toMatch(/free parking behind the building/i);
    expect(conversation.audio.slice(0, -1).every((chunk) => chunk.length <= 1600)).toBe(true);

    sendFrames(session, goodbye, silence(1000));
    await answered(conversation, 2);
    const { user, system } = process.threadCpuUsage(before);
    expect(events.slice(-2)).toEqual(['tool end_call {}', 'done completed']);
    // The two recognitions and the voice take over half a second of work; next to none of it may be this thread's.
    expect((user + system) / 1000).toBeLessThan(250);
    session.close();
    expect(events.at(-1)).toBe('closed asked');
  });

  test('says a given text word for word, sentence by sentence', async () => {
    const { dialogue, remembered } = scripted([]);
    const conversation = await open({ dialogue: () => dialogue });
    conversation.session.speak('Hello, this is Ava. How can I help you?');
    await answered(conversation);
    expect(conversation.events).toEqual([
      'ready',
      'item started',
      'agent…: Hello, this is Ava.',
      'agent…: Hello, this is Ava. How can I help you?',
      'agent: Hello, this is Ava. How can I help you?',
      'done completed',
    ]);
    expect(remembered).toEqual([{ kind: 'said', text: 'Hello, this is Ava. How can I help you?' }]);
    conversation.session.close();
  });

  test('speaks first when asked to, with what the dialogue finds to say', async () => {
    const conversation = await open();
    conversation.session.speak();
    await answered(conversation);
    expect(conversation.events).toContain('agent: Hello, this is Ava from Bright Smile Dental. How can I help you?');
    conversation.session.close();
  });

  test('goes on in the middle of a conversation, with a tool that still runs and another prompt', async () => {
    const conversation = await open(
      {},
      {},
      {
        history: [
          { kind: 'said', by: 'agent', text: 'One moment, please.' },
          { kind: 'tool', call: { id: 'c1', name: 'look_up', arguments: '{}' }, output: null },
        ],
      },
    );
    const { session, events } = conversation;
    session.sendToolResult('c1', JSON.stringify({ ok: true, message: 'Your order is ready.' }), true);
    await answered(conversation);
    expect(events.join()).toContain('Your order is ready.');
    session.update({ instructions: '- Children are seen on Fridays.' });
    session.addText('user', 'When are children seen?');
    session.speak();
    await answered(conversation, 2);
    expect(events.join()).toContain('Children are seen on Fridays.');
    session.close();
  });

  test('falls silent when interrupted and remembers only what was heard', async () => {
    const { dialogue, remembered } = scripted([say(LONG, { name: 'late', arguments: {} })]);
    const conversation = await open(
      { dialogue: () => dialogue },
      {
        onAgentTranscript(itemId) {
          // While the first sentence is on its way.
          conversation.session.interrupt(itemId, 1000);
        },
      },
    );
    conversation.session.speak();
    await answered(conversation);
    expect(conversation.events).toEqual(['ready', 'item started', 'done cancelled']);
    expect(conversation.audio).toHaveLength(0);
    // The tool was not called, and the dialogue has to know.
    expect(remembered.slice(1)).toEqual([{ kind: 'withdrawn', name: 'late' }]);
    const event = remembered[0];
    const heard = event?.kind === 'interrupted' ? event.heard : '';
    expect(heard).not.toBe('');
    expect('This is the first sentence of a long answer.'.startsWith(heard)).toBe(true);
    conversation.session.close();
  });

  test('cuts its memory of an answer that was all sent but not all played', async () => {
    const { dialogue, remembered } = scripted([say(LONG), say(LONG)]);
    const conversation = await open({ dialogue: () => dialogue });
    conversation.session.speak();
    await answered(conversation);
    conversation.session.interrupt('item_unknown', 10);
    expect(remembered).toEqual([]);
    conversation.session.interrupt(conversation.itemId, 1000);
    expect(remembered).toEqual([{ kind: 'interrupted', heard: expect.stringMatching(/^This is/) as string }]);
    expect(conversation.events.at(-1)).toBe('done completed');

    conversation.session.speak();
    await answered(conversation, 2);
    conversation.session.interrupt(conversation.itemId, 60_000);
    expect(remembered).toHaveLength(1);
    conversation.session.close();
  });

  test('hands tool results to the dialogue and goes on, or keeps quiet when told to', async () => {
    const call = { name: 'send_sms', arguments: { message: 'Hi' } };
    const { dialogue, asked, remembered } = scripted([
      say('One moment.', call, call),
      say('I have sent it.'),
      say('Not to be said.'),
    ]);
    const conversation = await open({ dialogue: () => dialogue });
    const { session, events, toolCalls } = conversation;
    session.speak();
    await answered(conversation);
    expect(events.slice(-4)).toEqual([
      'agent: One moment.',
      'tool send_sms {"message":"Hi"}',
      'tool send_sms {"message":"Hi"}',
      'done completed',
    ]);
    session.sendToolResult(toolCalls[0]?.id ?? '', 'ok', true);
    await answered(conversation, 2);
    expect(events).toContain('agent: I have sent it.');
    session.sendToolResult(toolCalls[1]?.id ?? '', 'late', false);
    session.sendToolResult(toolCalls[1]?.id ?? '', 'again', true);
    await until(() => remembered.length > 0);
    expect(asked.slice(1)).toEqual([
      ['result', 'send_sms', 'ok'],
      ['result', 'send_sms', 'late'],
    ]);
    expect(events.filter((event) => event.startsWith('done'))).toHaveLength(2);
    session.close();
  });

  test('answers what the caller wrote, and notes what the system knows', async () => {
    const { dialogue, asked, remembered } = scripted([say('Yes, behind the house.'), say('Hello?')]);
    const conversation = await open({ dialogue: () => dialogue });
    const { session, events } = conversation;
    session.addText('system', 'It is late.');
    session.addText('user', 'Hello');
    session.addText('user', 'Can I park?');
    session.speak();
    await answered(conversation);
    session.speak();
    await answered(conversation, 2);
    expect(asked).toEqual([
      ['next', 'Hello\nCan I park?'],
      ['next', null],
    ]);
    expect(remembered[0]).toEqual({ kind: 'note', text: 'It is late.' });
    expect(events).toContain('agent: Yes, behind the house.');
    session.close();
  });

  test('while answers are held says only what it is told to, and then answers all that was heard', async () => {
    const { dialogue, asked } = scripted([say('Both answers.'), say('A third.')]);
    const conversation = await open({ dialogue: () => dialogue });
    const { session, events } = conversation;
    const count = (start: string): number => events.filter((event) => event.startsWith(start)).length;
    const speech = await engine.synthesize('Is there any parking behind your building?', 'slt');
    session.holdAnswers(true);
    for (const heard of [1, 2]) {
      sendFrames(session, silence(200), speech, silence(1000));
      await until(() => count('user:') === heard);
    }
    session.speak('This call may be recorded.');
    await answered(conversation);
    expect(asked).toEqual([]);
    expect(count('agent:')).toBe(1);

    session.holdAnswers(false);
    session.speak();
    await answered(conversation, 2);
    expect(asked).toEqual([['next', expect.stringMatching(/^.*parking.*\n.*parking.*$/i) as string]]);
    expect(events).toContain('agent: Both answers.');
    sendFrames(session, silence(200), speech, silence(1000));
    await answered(conversation, 3);
    expect(events).toContain('agent: A third.');
    session.close();
  });

  test('survives a dialogue that fails', async () => {
    const { dialogue } = scripted([new Error('no model'), say('Here I am.')]);
    const conversation = await open({ dialogue: () => dialogue });
    conversation.session.speak();
    conversation.session.speak();
    await answered(conversation, 2);
    expect(conversation.events.slice(1, 3)).toEqual(['warning answer_failed', 'done failed']);
    expect(conversation.events.at(-1)).toBe('done completed');
    conversation.session.close();
  });

  test('reports an engine that does not start, once, and tries again for the next session', async () => {
    let starts = 0;
    const closed: unknown[] = [];
    const provider = createLocalProvider({
      engine: () => (starts++ === 0 ? Promise.reject(new Error('no model file')) : Promise.resolve(engine)),
    });
    const ready = { count: 0 };
    const listener = (): RealtimeListener => ({
      onReady: () => void ready.count++,
      onItemStarted: () => undefined,
      onAudio: () => undefined,
      onSpeechStarted: () => undefined,
      onSpeechStopped: () => undefined,
      onUserTranscript: () => undefined,
      onAgentTranscript: () => undefined,
      onToolCall: () => undefined,
      onResponseDone: () => undefined,
      onWarning: () => undefined,
      onClosed: (end) => closed.push(end),
    });
    const first = provider.open(CONFIG, listener());
    await until(() => closed.length > 0);
    first.close();
    expect(closed).toEqual([{ failed: true, reason: 'no model file', retryable: false }]);
    const second = provider.open(CONFIG, listener());
    await until(() => ready.count === 1);
    second.close();
  });

  test('does nothing after its end', async () => {
    const { dialogue, asked } = scripted([say('Never.')]);
    const conversation = await open({ dialogue: () => dialogue });
    const { session, events } = conversation;
    session.close();
    session.close();
    session.speak('Hello.');
    session.interrupt(null, 0);
    session.addText('system', 'x');
    session.sendToolResult('x', 'y', true);
    sendFrames(session, silence(100));
    await engine.synthesize('A moment later.', 'kal');
    expect(events).toEqual(['ready', 'closed asked']);
    expect(asked).toEqual([]);
  });
});
