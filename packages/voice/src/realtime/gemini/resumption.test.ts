import { describe, expect, test } from 'vitest';
import { silence, waitFor } from '../../testing/index.ts';
import { babble, tone24 } from '../../testing/test-audio.ts';
import type { ScriptedGeminiConnection } from '../../testing/scripted-gemini-server.ts';
import { say, sayWhole, useGemini } from '../../testing/use-gemini.ts';
import { objectAt, objectsAt, type JsonObject } from '../../wire/json.ts';

const line = useGemini();

const resumable = (peer: ScriptedGeminiConnection, newHandle: string): void =>
  peer.send({ sessionResumptionUpdate: { newHandle, resumable: true } });

const setupOf = ({ received }: ScriptedGeminiConnection): JsonObject | null => objectAt(received[0] ?? null, 'setup');

/** The connection with this index, its setup taken. */
async function next(index: number): Promise<ScriptedGeminiConnection> {
  const peer = await line.server.connection(index);
  await peer.expect('setup');
  return peer;
}

describe('a connection that is to end', () => {
  test('is left once nothing is going on, and the session goes on in the next', async () => {
    const [session, peer] = await line.openReady();
    session.speak();
    await peer.expectContent();
    peer.speak(tone24(200));
    peer.send({ goAway: { timeLeft: '30s' } });
    await waitFor('audio', () => line.heard.payloads.length > 0);
    expect(line.server.connections).toHaveLength(1);
    peer.content({ outputTranscription: { text: 'Good morning' } });
    peer.content({ generationComplete: true });
    peer.content({ turnComplete: true });
    // The handle of before does not hold this answer.
    await waitFor('the answer', () => line.heard.responses.length === 1);
    expect(line.server.connections).toHaveLength(1);
    resumable(peer, 'h1');

    const second = await next(1);
    expect(setupOf(second)).toMatchObject({ sessionResumption: { handle: 'h1' } });
    expect(setupOf(second)).not.toHaveProperty('historyConfig');
    await waitFor('the end of the first', () => peer.closeCode === 1000);
    sayWhole(session, 500);
    await second.expectActivity('activityStart');
    await second.expectActivity('activityEnd');
    second.answer('Yes?', tone24(100));
    await waitFor('the next answer', () => line.heard.responses.length === 2);
    expect(line.heard).toMatchObject({ ready: 1, warnings: [], ends: [] });
  });

  test('is not left while the caller speaks or a tool runs', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    say(session, Buffer.concat([silence(200), babble(600)]));
    await peer.expectActivity('activityStart');
    peer.send({ goAway: { timeLeft: '30s' } });
    say(session, silence(700));
    await peer.expectActivity('activityEnd');
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    resumable(peer, 'h2');
    session.sendToolResult(call.id, '{}', true);
    await peer.expect('toolResponse');
    peer.answer('Done', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 2);
    expect(line.server.connections).toHaveLength(1);
    resumable(peer, 'h3');
    expect(setupOf(await next(1))).toMatchObject({ sessionResumption: { handle: 'h3' } });
  });

  test('is left in time without a handle that holds everything: the rest is told', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    session.speak();
    await peer.expectContent();
    peer.answer('Good morning', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 1);
    peer.send({ goAway: { timeLeft: '0.2s' } });
    const second = await next(1);
    expect(setupOf(second)).toMatchObject({ sessionResumption: { handle: 'h1' } });
    const content = await second.expect('clientContent');
    expect(content.turnComplete).toBe(false);
    expect(objectsAt(content, 'turns').at(-1)).toEqual({ role: 'model', parts: [{ text: 'Good morning' }] });
  });
});

test('a call of three hours is held over eighteen connections of ten minutes, and all of it is heard', async () => {
  const opened = await line.openReady();
  const [session] = opened;
  let [, peer] = opened;
  for (let index = 1; index <= 18; index++) {
    line.passTime(600_000);
    resumable(peer, `h${index}`);
    peer.send({ goAway: { timeLeft: '30s' } });
    const former = peer;
    peer = await next(index);
    expect(setupOf(peer)).toMatchObject({ sessionResumption: { handle: `h${index}` } });
    await waitFor('the end of the former', () => former.closeCode === 1000);
    sayWhole(session, 500);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    expect(peer.audio.length / 32).toBeGreaterThan(500);
    peer.answer('Yes?', tone24(20));
    await waitFor('the answer', () => line.heard.responses.length === index);
  }
  expect(line.heard).toMatchObject({ ready: 1, warnings: [], ends: [] });
});

describe('a connection that breaks', () => {
  test('while the caller speaks loses none of it', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    say(session, Buffer.concat([silence(300), babble(600)]));
    await peer.expectActivity('activityStart');
    peer.drop();
    await waitFor('the loss', () => line.heard.warnings.length === 1);
    say(session, Buffer.concat([babble(400), silence(700)]));
    const second = await next(1);
    await second.expectActivity('activityStart');
    await second.expectActivity('activityEnd');
    expect(second.audio.length / 32).toBeGreaterThan(1000 + 300);
    second.answer('I heard you', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 1);
    expect(line.heard).toMatchObject({ ready: 1, speechStarted: 1, speechStopped: 1, ends: [] });
  });

  test('before the answer to a turn tells that turn again', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    peer.drop();
    const second = await next(1);
    await second.expectActivity('activityStart');
    await second.expectActivity('activityEnd');
    expect(second.audio.length / 32).toBeGreaterThan(600);
  });

  test('before what was asked for asks again, and in the middle of an answer says that it broke off', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    session.speak('Hello');
    await peer.expectContent();
    peer.drop();
    const second = await next(1);
    expect((await second.expectContent()).texts.at(-1)).toMatch(/Hello$/);
    second.speak(tone24(200));
    second.content({ outputTranscription: { text: 'Hel' } });
    await waitFor('the words', () => line.heard.agentTranscripts.length === 1);
    second.drop();
    await waitFor('the end', () => line.heard.responses.length === 1);
    expect(line.heard.responses[0]?.[0]).toBe('incomplete');
    expect(line.heard.details[0]).toMatchObject({ reason: 'connection_lost' });
    session.addText('system', 'Go on.');
    session.speak();
    const third = await next(2);
    const told = await third.expectContent();
    expect([told.texts.includes('Hel'), told.turnComplete]).toEqual([true, false]);
    expect((await third.expectContent()).texts[0]).toBe('[Go on.]');
  });

  test('while a tool runs tells its result to the next, in words', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    peer.drop();
    const second = await next(1);
    session.sendToolResult(call.id, '{"ok":true}', true);
    const { texts, turnComplete } = await second.expectContent();
    expect([texts[0], turnComplete]).toEqual([expect.stringContaining('{"ok":true}'), true]);
  });

  test('without a handle, or with one that is refused, goes on with the conversation in words', async () => {
    const [session, peer] = await line.openReady({ history: [{ kind: 'said', by: 'agent', text: 'Hello' }] });
    await peer.expectContent();
    line.server.refuse = ({ sessionResumption }) =>
      objectAt({ sessionResumption }, 'sessionResumption')?.handle === undefined ? null : [1008, 'session not found'];
    sayWhole(session, 600);
    peer.content({ inputTranscription: { text: 'Can I book?' } });
    peer.answer('Of course', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 1);
    resumable(peer, 'expired');
    peer.drop();
    const third = await next(2);
    expect(setupOf(third)).toMatchObject({ historyConfig: { initialHistoryInClientContent: true } });
    const { texts, turnComplete } = await third.expectContent();
    expect([texts, turnComplete]).toEqual([['Hello', 'Can I book?', 'Of course'], true]);
    third.drop();
    const fourth = await next(3);
    expect((await fourth.expectContent()).texts).toEqual(['Hello', 'Can I book?', 'Of course']);
    expect(line.heard).toMatchObject({ ready: 1, ends: [] });
  });

  test('again and again ends the session', async () => {
    const [, first] = await line.openReady();
    first.drop();
    for (const index of [1, 2, 3]) (await next(index)).drop();
    const end = await waitFor('the end', () => line.heard.ends[0]);
    expect(end).toMatchObject({ failed: true, retryable: true });
    expect(line.server.connections).toHaveLength(4);
  });

  test('to be sent away again at once ends the session', async () => {
    const [, first] = await line.openReady();
    first.send({ goAway: { timeLeft: '0s' } });
    for (const index of [1, 2, 3]) (await next(index)).send({ goAway: { timeLeft: { seconds: 1e300 } } });
    const end = await waitFor('the end', () => line.heard.ends[0]);
    expect(end).toMatchObject({ failed: true, reason: 'go_away', retryable: true });
    expect(line.server.connections).toHaveLength(4);
  });

  test('just after a tool has answered has it run once, though the model asks for it again', async () => {
    const [session, peer] = await line.openReady();
    resumable(peer, 'h1');
    peer.callTool({ id: 'f1', name: 'book', args: { at: 9 } });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    session.sendToolResult(call.id, '{"ok":true}', true);
    await peer.expect('toolResponse');
    peer.drop();
    const second = await next(1);
    second.callTool({ id: 'g1', name: 'book', args: { at: 9 } });
    const repeated = await waitFor('its result', () => second.received.find((message) => 'toolResponse' in message));
    expect(repeated).toMatchObject({ toolResponse: { functionResponses: [{ id: 'g1', response: { ok: true } }] } });
    expect(line.heard.toolCalls).toHaveLength(1);
  });

  test('and is refused from then on ends the session', async () => {
    const [, peer] = await line.openReady();
    line.server.refuse = () => [1008, 'The key was taken back'];
    peer.drop();
    expect(await waitFor('the end', () => line.heard.ends[0])).toMatchObject({
      reason: 'closed_1008',
      retryable: false,
    });
  });
});
