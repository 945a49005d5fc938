import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryItem, RealtimeProvider } from '@leadlock/voice/contracts';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import { createXaiProvider } from '@leadlock/voice/realtime/xai';
import { ProviderRecorder, sampleSessionConfig, waitFor } from '@leadlock/voice/testing';
import { silence } from '../src/audio/frames.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { startTestSandbox } from './sandbox-client.ts';

let sandbox: Sandbox;
let engine: SpeechEngine;
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});

const address = (vendor: string): string => `${sandbox.url.replace('http', 'ws')}/${vendor}/v1/realtime`;
const providers: [string, string, () => RealtimeProvider][] = [
  [
    'openai',
    'marin',
    () => createOpenAiProvider({ url: address('openai'), apiKey: 'sk-sandbox', model: 'gpt-realtime' }),
  ],
  ['xai', 'ara', () => createXaiProvider({ url: address('xai'), apiKey: 'xai-sandbox', model: 'grok-voice-latest' })],
];

describe.each(providers)('the product’s own client of %s', { timeout: 60_000 }, (name, voice, createProvider) => {
  test('is configured, greets, hears, calls a tool, and is interrupted', async () => {
    const heard = new ProviderRecorder();
    const instructions =
      'You are the receptionist of Acme Plumbing.\nOpening hours: Monday to Friday from nine to five.';
    const session = createProvider().open(sampleSessionConfig({ voice, instructions }), heard);
    await waitFor('the session', () => heard.ready === 1);
    const speak = async (text: string): Promise<void> => {
      const audio = Buffer.concat([silence(400), await engine.synthesize(text, 'rms'), silence(1200)]);
      for (let at = 0; at < audio.length; at += 160) {
        session.sendAudio(Buffer.from(audio.subarray(at, at + 160).toString('base64'), 'latin1'));
      }
    };

    session.speak('Thank you for calling Acme Plumbing.');
    await waitFor('the greeting', () => heard.responses.length === 1, 20_000);
    expect(heard.agentTranscripts.at(-1)).toMatchObject({ text: 'Thank you for calling Acme Plumbing.', final: true });
    expect(heard.audio.length).toBeGreaterThan(8000);

    await speak('What are your opening hours?');
    await waitFor('the answer', () => heard.responses.length === 2, 20_000);
    expect(heard.userTranscripts.findLast((one) => one.final && one.text !== '')?.text).toMatch(/opening hours/i);
    expect(heard.agentTranscripts.at(-1)?.text).toMatch(/nine to five/i);
    expect(heard.responses[1]).toMatchObject(['completed', { outputAudioTokens: expect.any(Number) }]);

    session.speak('We fix everything. '.repeat(20));
    await waitFor('the long answer', () => heard.items.length === 3);
    const itemId = heard.items.at(-1) ?? '';
    await waitFor('some audio', () => heard.agentTranscripts.at(-1)?.itemId === itemId);
    session.interrupt(itemId, 100);
    await waitFor('the end of it', () => heard.responses.length === 3);
    expect(heard.responses[2]?.[0]).toBe('cancelled');

    await speak('Thank you, that is all. Goodbye.');
    const call = await waitFor('the tool', () => heard.toolCalls[0], 20_000);
    expect(call.name).toBe('end_call');
    session.sendToolResult(call.id, '{"ok":true}', false);
    session.close();
    expect(heard.warnings).toEqual([]);
    expect(heard.ends).toMatchObject([{ failed: false }]);
  });

  test('goes on with a conversation, and with other instructions and tools', async () => {
    const heard = new ProviderRecorder();
    const history: HistoryItem[] = [
      { kind: 'said', by: 'agent', text: 'Acme Plumbing, how can I help you?' },
      { kind: 'said', by: 'caller', text: 'Can you text me your address?' },
      {
        kind: 'tool',
        call: { id: 'call_1', name: 'send_sms', arguments: '{"message":"1 Main St"}' },
        output: '{"ok":true}',
      },
      { kind: 'said', by: 'agent', text: 'It is sent.' },
      { kind: 'tool', call: { id: 'call_2', name: 'send_sms', arguments: '{"message":"Bye"}' }, output: null },
    ];
    const session = createProvider().open(sampleSessionConfig({ voice, history }), heard);
    await waitFor('the session', () => heard.ready === 1);
    session.update({ instructions: 'Opening hours: on Sundays from two to three.', tools: [] });
    session.addText('user', 'What are your opening hours?');
    session.speak();
    await waitFor('the answer', () => heard.responses.length === 1, 20_000);
    expect(heard.agentTranscripts.at(-1)?.text).toBe('Opening hours: on Sundays from two to three.');
    session.sendToolResult('call_2', '{"ok":true}', true);
    await waitFor('the second answer', () => heard.responses.length === 2, 20_000);
    expect(heard.agentTranscripts.at(-1)?.text).toMatch(/That is done/);
    session.close();
    expect(heard.warnings).toEqual([]);
  });

  test('is told of a wrong key', async () => {
    const heard = new ProviderRecorder();
    const options = { url: address(name), apiKey: 'wrong', model: 'gpt-realtime' };
    const provider = name === 'xai' ? createXaiProvider(options) : createOpenAiProvider(options);
    provider.open(sampleSessionConfig({ voice }), heard);
    const end = await waitFor('the end', () => heard.ends[0]);
    const message = 'Incorrect API key provided.';
    expect(end).toEqual({ failed: true, cause: 'account', reason: 'refused_http_401', retryable: false, message });
  });
});
