import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RealtimeSession, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import { ProviderRecorder, sampleSessionConfig, silence, waitFor } from '../../testing/index.ts';
import { ScriptedGeminiServer, type ScriptedGeminiConnection } from '../../testing/scripted-gemini-server.ts';
import { babble, tone24 } from '../../testing/test-audio.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { objectAt } from '../../wire/json.ts';
import { GeminiSession } from './gemini-session.ts';

let server: ScriptedGeminiServer;
let heard: ProviderRecorder;
let now: number;
const sessions: RealtimeSession[] = [];
beforeEach(async () => {
  server = await ScriptedGeminiServer.start();
  heard = new ProviderRecorder();
  now = 10_000;
});
afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  await server.close();
});

const open = (config: Partial<RealtimeSessionConfig> = {}): RealtimeSession => {
  const options = { url: server.url, apiKey: 'AIza-key', model: 'gemini-3.8-live' };
  const session = new GeminiSession(options, sampleSessionConfig({ voice: 'Puck', ...config }), heard, () => now);
  sessions.push(session);
  return session;
};

async function openReady(
  config?: Partial<RealtimeSessionConfig>,
): Promise<[RealtimeSession, ScriptedGeminiConnection]> {
  const session = open(config);
  const peer = await server.connection();
  await peer.expect('setup');
  await waitFor('the session', () => heard.ready === 1);
  return [session, peer];
}

/** Says it frame by frame, and nothing after it. */
function say(session: RealtimeSession, mulaw: Uint8Array): void {
  for (let at = 0; at + 160 <= mulaw.length; at += 160) session.sendAudio(encodeAudio(mulaw.subarray(at, at + 160)));
}

const sayWhole = (session: RealtimeSession, ms: number): void => {
  say(session, Buffer.concat([silence(300), babble(ms), silence(700)]));
};

const agentSaid = (): string[] => heard.agentTranscripts.filter(({ final }) => final).map(({ text }) => text);

describe('a session', () => {
  test('is opened with the key in the address, and told everything at once', async () => {
    const [, peer] = await openReady();
    const address = new URL(peer.request.url ?? '', 'ws://x');
    expect(address.pathname).toBe('/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent');
    expect(address.searchParams.get('key')).toBe('AIza-key');
    expect(peer.leftovers).toEqual([]);
  });

  test('says nothing before it is set up', async () => {
    server.mute = true;
    const session = open();
    session.speak('Hello');
    session.addText('user', 'Hi');
    sayWhole(session, 500);
    const peer = await waitFor('the connection', () => server.connections[0]);
    await peer.expect('setup');
    peer.send({ setupComplete: {} });
    await waitFor('the session', () => heard.ready === 1);
    const { texts, turnComplete } = await peer.expectContent();
    expect([texts.length, turnComplete]).toEqual([2, true]);
    expect(texts[1]).toMatch(/^\[Say exactly .*\]\nHello$/);
    expect(peer.leftovers).toEqual([]);
  });

  test('is refused with a code, once, and its key is in nothing that is said about it', async () => {
    server.refuse = () => [1008, 'API key not valid: AIzaSyA-key_1'];
    open();
    const end = await waitFor('the end', () => heard.ends[0]);
    expect(end).toEqual({ failed: true, reason: 'closed_1008', retryable: false, message: 'API key not valid: [key]' });
    expect(server.connections).toHaveLength(1);
  });

  test('asks once for what only the preview knows, and goes on without it', async () => {
    server.refuse = ({ proactivity }) => (proactivity ? [1007, 'Unknown name "proactivity"'] : null);
    open({ own: { affectiveDialog: true, proactiveAudio: true } });
    const peer = await server.connection(1);
    await waitFor('the session', () => heard.ready === 1);
    const setups = server.connections.map(({ received }) => objectAt(received[0] ?? null, 'setup'));
    expect(setups[0]).toMatchObject({
      generationConfig: { enableAffectiveDialog: true },
      proactivity: { proactiveAudio: true },
    });
    expect(server.connections[0]?.request.url).toContain('v1alpha');
    expect(setups[1]).not.toHaveProperty('proactivity');
    expect(setups[1]).not.toHaveProperty('generationConfig.enableAffectiveDialog');
    expect(peer.request.url).toContain('v1beta');
    expect(heard.warnings).toEqual(['preview_refused']);
  });

  test('goes on with a conversation', async () => {
    const [session, peer] = await openReady({
      history: [
        { kind: 'said', by: 'agent', text: 'Hello' },
        { kind: 'said', by: 'caller', text: 'Book it' },
        { kind: 'tool', call: { id: 'c1', name: 'book', arguments: '{"at":"9"}' }, output: '{"ok":true}' },
        { kind: 'tool', call: { id: 'c2', name: 'text', arguments: '{}' }, output: null },
      ],
    });
    expect(objectAt(peer.received[0] ?? null, 'setup')).toMatchObject({
      historyConfig: { initialHistoryInClientContent: true },
    });
    const content = await peer.expect('clientContent');
    expect(content).toMatchObject({ turnComplete: true, turns: [{ role: 'model' }, { role: 'user' }] });
    session.sendToolResult('c2', '{"sent":true}', true);
    const { texts, turnComplete } = await peer.expectContent();
    expect(turnComplete).toBe(true);
    expect(texts[0]).toMatch(/^\[The tool text .*\{"sent":true\}\]$/);
    // The model that was told of it makes no second call of the same.
    peer.callTool({ id: 'f1', name: 'text', args: {} });
    expect(await peer.expect('toolResponse')).toMatchObject({
      functionResponses: [{ id: 'f1', name: 'text', response: { sent: true } }],
    });
    expect(heard.toolCalls).toEqual([]);
  });
});

describe('the caller', () => {
  test.each([400, 900, 1700, 2600])('is told as one turn of %i ms, with its beginning', async (ms) => {
    const [session, peer] = await openReady();
    sayWhole(session, ms);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    expect(heard).toMatchObject({ speechStarted: 1, speechStopped: 1 });
    const heardMs = peer.audio.length / 32;
    expect(heardMs).toBeGreaterThan(ms + 300);
    expect(heardMs).toBeLessThan(ms + 300 + 700 + 20);
  });

  test('is written down in an item of their own, final when the answer begins, and again with what comes late', async () => {
    const [session, peer] = await openReady();
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    peer.content({ inputTranscription: { text: 'Can I ' } });
    peer.content({ inputTranscription: { text: 'book?' } });
    peer.speak(tone24(100));
    await waitFor('the answer', () => heard.items.length === 1);
    peer.content({ inputTranscription: { text: ' Today.' } });
    await waitFor('the words', () => heard.userTranscripts.length === 4);
    expect(new Set(heard.userTranscripts.map(({ itemId }) => itemId)).size).toBe(1);
    expect(heard.userTranscripts.map(({ text, final }) => [text, final])).toEqual([
      ['Can I ', false],
      ['Can I book?', false],
      ['Can I book?', true],
      ['Can I book? Today.', true],
    ]);
  });

  test('is kept while answers are held, and answered when that is asked for', async () => {
    const [session, peer] = await openReady();
    session.holdAnswers(true);
    session.speak('This call may be recorded.');
    await peer.expectContent();
    sayWhole(session, 600);
    expect(heard).toMatchObject({ speechStarted: 1, speechStopped: 1 });
    peer.answer('This call may be recorded.', tone24(300));
    await waitFor('the greeting', () => heard.responses.length === 1);
    session.holdAnswers(false);
    expect(peer.leftovers).toEqual([]);
    session.speak();
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    expect(peer.audio.length / 32).toBeGreaterThan(800);
    peer.content({ inputTranscription: { text: 'Hello?' } });
    peer.answer('Yes?', tone24(100));
    await waitFor('the answer', () => heard.responses.length === 2);
    expect(heard.userTranscripts.at(-1)).toMatchObject({ text: 'Hello?', final: true });
    expect(peer.leftovers).toEqual([]);
  });

  test('who is not done is answered all the same when that is asked for', async () => {
    const [session, peer] = await openReady();
    say(session, Buffer.concat([silence(300), babble(800)]));
    await peer.expectActivity('activityStart');
    session.addText('user', '(The caller pressed 5 on the keypad.)');
    session.speak();
    expect(await peer.expectContent()).toEqual({
      texts: ['(The caller pressed 5 on the keypad.)'],
      turnComplete: false,
    });
    await peer.expectActivity('activityEnd');
    expect(heard.speechStopped).toBe(1);
  });
});

describe('the agent', () => {
  test('is heard in order, whatever one message holds', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    const part = (samples: Int16Array) => ({
      inlineData: { mimeType: 'audio/pcm;rate=24000', data: Buffer.from(samples.buffer).toString('base64') },
    });
    peer.send({
      serverContent: {
        modelTurn: { parts: [part(tone24(100)), { text: 'thinking', thought: true }, part(tone24(60))] },
        outputTranscription: { text: 'Good morning' },
        generationComplete: true,
        turnComplete: true,
      },
      usageMetadata: {
        promptTokenCount: 522,
        responseTokenCount: 42,
        thoughtsTokenCount: 10,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 332 },
          { modality: 'AUDIO', tokenCount: 165 },
        ],
        responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 42 }],
      },
      sessionResumptionUpdate: { newHandle: 'h1', resumable: true },
    });
    await waitFor('the end', () => heard.responses.length === 1);
    expect(heard.audio.length).toBeGreaterThanOrEqual(160 * 8);
    expect(heard.audio.length).toBeLessThan(170 * 8);
    expect(agentSaid()).toEqual(['Good morning']);
    const usage = {
      inputAudioTokens: 165,
      inputTextTokens: 357,
      cachedAudioTokens: 0,
      cachedTextTokens: 0,
      outputAudioTokens: 42,
      outputTextTokens: 10,
    };
    expect(heard.responses).toEqual([['completed', usage]]);
  });

  test('may have its words and its bill come late', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    peer.speak(tone24(100));
    peer.content({ outputTranscription: { text: 'Good' } });
    peer.content({ generationComplete: true });
    peer.content({ outputTranscription: { text: ' morning' } });
    peer.send({ serverContent: { turnComplete: true }, usageMetadata: { promptTokenCount: 5 } });
    await waitFor('the usage', () => heard.responses.length === 2);
    expect(agentSaid()).toEqual(['Good', 'Good morning']);
    expect(heard.responses[1]?.[1]).toMatchObject({ inputTextTokens: 5 });
    expect(heard.details).toEqual([{}, { discarded: true }]);
    expect(heard.items).toHaveLength(1);
  });

  test('says one thing after the other', async () => {
    const [session, peer] = await openReady();
    session.speak('One');
    session.speak('Two');
    expect((await peer.expectContent()).texts).toEqual([expect.stringMatching(/One$/)]);
    peer.speak(tone24(100));
    await waitFor('audio', () => heard.payloads.length > 0);
    expect(peer.leftovers).toEqual([]);
    peer.content({ generationComplete: true });
    expect((await peer.expectContent()).texts).toEqual([expect.stringMatching(/Two$/)]);
    // The end of the first turn is told late, and is not taken for that of the second.
    peer.content({ turnComplete: true });
    peer.answer('Two', tone24(100));
    await waitFor('both', () => heard.responses.length === 2);
    expect(heard.responses.map(([status]) => status)).toEqual(['completed', 'completed']);
  });

  test('has nothing to say', async () => {
    const [session, peer] = await openReady();
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    peer.content({ turnComplete: true });
    await waitFor('the end', () => heard.responses.length === 1);
    expect(heard.responses[0]?.[0]).toBe('completed');
    expect(heard.items).toEqual([]);
  });

  test.each([
    ['MALFORMED_FUNCTION_CALL', 'failed', 'malformed_function_call'],
    ['RESPONSE_REJECTED', 'incomplete', 'content_filter'],
    ['NEED_MORE_INPUT', 'completed', undefined],
  ])('ends a turn with %s', async (turnCompleteReason, status, reason) => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    peer.content({ turnComplete: true, turnCompleteReason });
    await waitFor('the end', () => heard.responses.length === 1);
    expect([heard.responses[0]?.[0], heard.details[0]?.reason]).toEqual([status, reason]);
  });

  test('survives messages that mean nothing', async () => {
    const [session, peer] = await openReady();
    peer.sendRaw('not json');
    peer.send({ serverContent: { modelTurn: { parts: 'none' } }, toolCall: 7, goAway: null, usageMetadata: [] });
    peer.send({
      toolCallCancellation: { ids: [null, 'x'] },
      sessionResumptionUpdate: { newHandle: 3, resumable: true },
    });
    session.speak();
    await peer.expectContent();
    peer.answer('Still here', tone24(100));
    await waitFor('the answer', () => heard.responses.length === 1);
    expect(agentSaid()).toEqual(['Still here']);
    expect(heard.warnings).toEqual(['malformed_message']);
  });
});

describe('an interruption', () => {
  test('stops the server, tells it what was heard, and drops the rest', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    peer.speak(tone24(1000));
    peer.content({ outputTranscription: { text: 'one two three four five six seven eight nine ten' } });
    await waitFor('the words', () => heard.agentTranscripts.length === 1);
    const before = heard.audio.length;
    session.interrupt(heard.items[0] ?? '', 420);
    const { texts, turnComplete } = await peer.expectContent();
    expect(texts).toEqual(['[The caller interrupted you. Of your last answer they heard only: "one two three four"]']);
    expect(turnComplete).toBe(false);
    peer.speak(tone24(500));
    peer.content({ interrupted: true });
    peer.content({ turnComplete: true });
    await waitFor('the end', () => heard.responses.length === 1);
    expect(heard.responses[0]?.[0]).toBe('cancelled');
    expect(heard.details[0]).toMatchObject({ discarded: true });
    expect(heard.audio.length).toBe(before);
    session.speak();
    await peer.expectContent();
    peer.answer('Yes?', tone24(100));
    await waitFor('the next answer', () => heard.responses.length === 2);
    expect(agentSaid()).toEqual(['Yes?']);
  });

  test('before the answer began drops that answer, and not the one that is asked for then', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    session.interrupt(null, 0);
    await peer.expectContent();
    session.addText('user', 'I typed this');
    session.speak();
    expect((await peer.expectContent()).texts[0]).toBe('I typed this');
    peer.speak(tone24(200));
    peer.content({ interrupted: true });
    peer.content({ turnComplete: true });
    peer.answer('You typed', tone24(100));
    await waitFor('both', () => heard.responses.length === 2);
    expect(heard.responses.map(([status]) => status)).toEqual(['cancelled', 'completed']);
    expect(heard.items).toHaveLength(1);
    expect(agentSaid()).toEqual(['You typed']);
  });

  test('of what was said to its end only tells what was heard, with the next turn', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    peer.answer('one two three four', tone24(1000));
    await waitFor('the answer', () => heard.responses.length === 1);
    session.interrupt(heard.items[0] ?? '', 500);
    expect(peer.leftovers).toEqual([]);
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    expect((await peer.expectContent()).texts[0]).toContain('"one two"');
    await peer.expectActivity('activityEnd');
    peer.answer('Go ahead', tone24(100));
    await waitFor('the next answer', () => heard.responses.length === 2);
    expect(agentSaid().at(-1)).toBe('Go ahead');
  });

  test('of an answer that never came leaves the next one alone', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    now += 6000;
    session.interrupt(null, 0);
    session.speak();
    await peer.expectContent();
    peer.answer('Here I am', tone24(100));
    await waitFor('the answer', () => heard.responses.length === 1);
    expect(heard.responses[0]?.[0]).toBe('completed');
  });

  test('does not come from the caller’s voice alone', async () => {
    const [session, peer] = await openReady();
    session.speak();
    await peer.expectContent();
    peer.speak(tone24(1000));
    await waitFor('audio', () => heard.payloads.length > 0);
    sayWhole(session, 500);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    peer.speak(tone24(1000));
    peer.content({ generationComplete: true });
    await waitFor('the end', () => heard.responses.length === 1);
    expect(heard.responses[0]?.[0]).toBe('completed');
    expect(heard.items).toHaveLength(1);
    expect(peer.leftovers).toEqual([]);
  });
});

describe('tools', () => {
  test('are called and answered, several at once, and the model goes on by itself', async () => {
    const [session, peer] = await openReady();
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    peer.speak(tone24(100));
    peer.callTool({ id: 'f1', name: 'book', args: { at: 9 } }, { id: 'f2', name: 'text', args: {} });
    await waitFor('the calls', () => heard.responses.length === 1);
    expect(heard.toolCalls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ['book', '{"at":9}'],
      ['text', '{}'],
    ]);
    const [book, text] = heard.toolCalls;
    expect(book?.id).not.toBe(text?.id);
    session.speak();
    session.sendToolResult(book?.id ?? '', '{"ok":true}', true);
    session.sendToolResult(text?.id ?? '', 'sent', false);
    expect(await peer.expect('toolResponse')).toEqual({
      functionResponses: [{ id: 'f1', name: 'book', response: { ok: true } }],
    });
    expect(await peer.expect('toolResponse')).toEqual({
      functionResponses: [{ id: 'f2', name: 'text', response: { result: 'sent' } }],
    });
    peer.answer('It is booked', tone24(100));
    await waitFor('the answer', () => heard.responses.length === 2);
    expect(agentSaid()).toEqual(['It is booked']);
  });

  test('whose results want no answer get none that is heard', async () => {
    const [session, peer] = await openReady();
    peer.callTool({ id: 'f1', name: 'end_call', args: {} });
    const call = await waitFor('the call', () => heard.toolCalls[0]);
    session.sendToolResult(call.id, '{"ok":true}', false);
    await peer.expect('toolResponse');
    peer.answer('Goodbye again', tone24(100));
    await waitFor('both', () => heard.responses.length === 2);
    expect(heard.details[1]).toMatchObject({ discarded: true });
    expect(heard.items).toEqual([]);
  });

  test('taken back by the server still tell their result, and are not run twice', async () => {
    const [session, peer] = await openReady();
    peer.callTool({ id: 'f1', name: 'book', args: { at: 9, who: 'Jo' } });
    const call = await waitFor('the call', () => heard.toolCalls[0]);
    peer.send({ toolCallCancellation: { ids: ['f1'] } });
    peer.callTool({ id: 'f2', name: 'book', args: { who: 'Jo', at: 9 } });
    await waitFor('the second call', () => heard.responses.length === 2);
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect(await peer.expect('toolResponse')).toMatchObject({
      functionResponses: [{ id: 'f2', response: { ok: true } }],
    });
    expect(heard.toolCalls).toHaveLength(1);
  });

  test('taken back and over are told as a note, and the agent is asked to go on', async () => {
    const [session, peer] = await openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => heard.toolCalls[0]);
    peer.send({ toolCallCancellation: { ids: ['f1'] }, serverContent: { interrupted: true, turnComplete: true } });
    peer.speak(tone24(100));
    await waitFor('what the model says instead', () => heard.items.length === 1);
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect(peer.leftovers).toEqual([]);
    peer.content({ generationComplete: true });
    const { texts, turnComplete } = await peer.expectContent();
    expect([texts[0], turnComplete]).toEqual([expect.stringContaining('{"ok":true}'), true]);
    peer.answer('It is booked', tone24(100));
    await waitFor('the answer', () => heard.responses.length === 3);
    expect(agentSaid()).toEqual(['It is booked']);
  });
});
