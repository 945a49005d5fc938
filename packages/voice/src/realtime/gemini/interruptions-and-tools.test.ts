import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { waitFor } from '../../testing/index.ts';
import { babble, silence, tone24 } from '../../testing/test-audio.ts';
import { say, sayWhole, useGemini } from '../../testing/use-gemini.ts';

const line = useGemini();

describe('an interruption', () => {
  test('stops the server, tells it what was heard, and drops the rest', async () => {
    const [session, peer] = await line.openReady();
    session.speak();
    await peer.expectContent();
    peer.speak(tone24(1000));
    peer.content({ outputTranscription: { text: 'one two three four five six seven eight nine ten' } });
    await waitFor('the words', () => line.heard.agentTranscripts.length === 1);
    const before = line.heard.audio.length;
    session.interrupt(line.heard.items[0] ?? '', 420);
    const { texts, turnComplete } = await peer.expectContent();
    expect(texts).toEqual(['[The caller interrupted you. Of your last answer they heard only: "one two three four"]']);
    expect(turnComplete).toBe(false);
    peer.speak(tone24(500));
    peer.content({ interrupted: true });
    peer.content({ turnComplete: true });
    await waitFor('the end', () => line.heard.responses.length === 1);
    expect(line.heard.responses[0]?.[0]).toBe('cancelled');
    expect(line.heard.details[0]).toMatchObject({ discarded: true });
    expect(line.heard.audio.length).toBe(before);
    session.speak();
    await peer.expectContent();
    peer.answer('Yes?', tone24(100));
    await waitFor('the next answer', () => line.heard.responses.length === 2);
    expect(line.agentSaid).toEqual(['Yes?']);
  });

  test('before the answer began drops that answer, and not the one that is asked for then', async () => {
    const [session, peer] = await line.openReady();
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
    await waitFor('both', () => line.heard.responses.length === 2);
    expect(line.heard.responses.map(([status]) => status)).toEqual(['cancelled', 'completed']);
    expect(line.heard.items).toHaveLength(1);
    expect(line.agentSaid).toEqual(['You typed']);
  });

  test('of what was said to its end only tells what was heard, with the next turn', async () => {
    const [session, peer] = await line.openReady();
    session.speak();
    await peer.expectContent();
    peer.answer('one two three four', tone24(1000));
    await waitFor('the answer', () => line.heard.responses.length === 1);
    session.interrupt(line.heard.items[0] ?? '', 500);
    expect(peer.leftovers).toEqual([]);
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    expect((await peer.expectContent()).texts[0]).toContain('"one two"');
    await peer.expectActivity('activityEnd');
    peer.answer('Go ahead', tone24(100));
    await waitFor('the next answer', () => line.heard.responses.length === 2);
    expect(line.agentSaid.at(-1)).toBe('Go ahead');
  });

  test('of an answer that never came leaves the next one alone', async () => {
    const [session, peer] = await line.openReady();
    session.speak();
    await peer.expectContent();
    line.passTime(6000);
    session.interrupt(null, 0);
    session.speak();
    await peer.expectContent();
    peer.answer('Here I am', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 1);
    expect(line.heard.responses[0]?.[0]).toBe('completed');
  });

  test('does not come from the caller’s voice alone', async () => {
    const [session, peer] = await line.openReady();
    session.speak();
    await peer.expectContent();
    peer.speak(tone24(1000));
    await waitFor('audio', () => line.heard.payloads.length > 0);
    sayWhole(session, 500);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    peer.speak(tone24(1000));
    peer.content({ generationComplete: true });
    await waitFor('the end', () => line.heard.responses.length === 1);
    expect(line.heard.responses[0]?.[0]).toBe('completed');
    expect(line.heard.items).toHaveLength(1);
    expect(peer.leftovers).toEqual([]);
  });
});

describe('tools', () => {
  test('are called and answered, several at once, and the model goes on by itself', async () => {
    const [session, peer] = await line.openReady();
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    peer.speak(tone24(100));
    peer.callTool({ id: 'f1', name: 'book', args: { at: 9 } }, { id: 'f2', name: 'text', args: {} });
    await waitFor('the calls', () => line.heard.responses.length === 1);
    expect(line.heard.toolCalls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ['book', '{"at":9}'],
      ['text', '{}'],
    ]);
    const [book, text] = line.heard.toolCalls;
    expect(book?.id).not.toBe(text?.id);
    session.speak();
    session.sendToolResult(book?.id ?? '', '{"ok":true}', true);
    await setImmediate();
    expect(peer.leftovers).toEqual([]);
    session.sendToolResult(text?.id ?? '', 'sent', false);
    expect(await peer.expect('toolResponse')).toEqual({
      functionResponses: [{ id: 'f1', name: 'book', response: { ok: true } }],
    });
    expect(await peer.expect('toolResponse')).toEqual({
      functionResponses: [{ id: 'f2', name: 'text', response: { result: 'sent' } }],
    });
    peer.answer('It is booked', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 2);
    expect(line.agentSaid).toEqual(['It is booked']);
  });

  test('whose results want no answer get none that is heard', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'end_call', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    session.sendToolResult(call.id, '{"ok":true}', false);
    await peer.expect('toolResponse');
    peer.answer('Goodbye again', tone24(100));
    await waitFor('both', () => line.heard.responses.length === 2);
    expect(line.heard.details[1]).toMatchObject({ discarded: true });
    expect(line.heard.items).toEqual([]);
  });

  test('called with one id again and again run once', async () => {
    const [session, peer] = await line.openReady();
    const call = { id: 'f1', name: 'book', args: { at: 9 } };
    peer.callTool(...Array.from({ length: 10 }, () => call));
    await waitFor('the calls', () => line.heard.responses.length === 1);
    expect(line.heard.toolCalls).toHaveLength(1);
    session.sendToolResult(line.heard.toolCalls[0]?.id ?? '', '{"ok":true}', true);
    await peer.expect('toolResponse');
    peer.callTool(call);
    expect(await peer.expect('toolResponse')).toMatchObject({
      functionResponses: [{ id: 'f1', response: { ok: true } }],
    });
    expect(line.heard.toolCalls).toHaveLength(1);
  });

  test('taken back by the server still tell their result, and are not run twice', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: { at: 9, who: 'Jo' } });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    peer.send({ toolCallCancellation: { ids: ['f1'] } });
    peer.callTool({ id: 'f2', name: 'book', args: { who: 'Jo', at: 9 } });
    await waitFor('the second call', () => line.heard.responses.length === 2);
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect(await peer.expect('toolResponse')).toMatchObject({
      functionResponses: [{ id: 'f2', response: { ok: true } }],
    });
    expect(line.heard.toolCalls).toHaveLength(1);
  });

  test('taken back and over are told as a note, and the agent is asked to go on', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    peer.send({ toolCallCancellation: { ids: ['f1'] }, serverContent: { interrupted: true, turnComplete: true } });
    peer.speak(tone24(100));
    await waitFor('what the model says instead', () => line.heard.items.length === 1);
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect(peer.leftovers).toEqual([]);
    peer.content({ generationComplete: true });
    const { texts, turnComplete } = await peer.expectContent();
    expect([texts[0], turnComplete]).toEqual([expect.stringContaining('{"ok":true}'), true]);
    peer.answer('It is booked', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 3);
    expect(line.agentSaid).toEqual(['It is booked']);
  });

  test('that end while the caller speaks do not cut them short, and are told with their turn', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    say(session, Buffer.concat([silence(300), babble(600)]));
    await peer.expectActivity('activityStart');
    // The server takes the call back, and we do not know it yet.
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect(line.heard.speechStopped).toBe(0);
    say(session, Buffer.concat([babble(300), silence(700)]));
    const { texts, turnComplete } = await peer.expectContent();
    expect([texts[0], turnComplete]).toEqual([expect.stringContaining('{"ok":true}'), false]);
    await peer.expectActivity('activityEnd');
    peer.answer('It is booked, and we open at nine', tone24(100));
    await waitFor('the answer', () => line.heard.responses.length === 2);
    expect(peer.leftovers).toEqual([]);
  });

  test('that end while the answer to the caller is awaited are told after it', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect(peer.leftovers).toEqual([]);
    peer.answer('We open at nine', tone24(100));
    const { texts, turnComplete } = await peer.expectContent();
    expect([texts[0], turnComplete]).toEqual([expect.stringContaining('{"ok":true}'), true]);
    peer.answer('It is booked', tone24(100));
    await waitFor('the answers', () => line.heard.responses.length === 3);
    expect(line.agentSaid).toEqual(['We open at nine', 'It is booked']);
  });

  test('that were called while the caller spoke are taken back by their turn', async () => {
    const [session, peer] = await line.openReady();
    say(session, Buffer.concat([silence(300), babble(600)]));
    await peer.expectActivity('activityStart');
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    session.sendToolResult(call.id, '{"ok":true}', true);
    say(session, Buffer.concat([babble(300), silence(700)]));
    expect((await peer.expectContent()).texts[0]).toContain('{"ok":true}');
    await peer.expectActivity('activityEnd');
  });

  test('that end while the server speaks do not stop it', async () => {
    const [session, peer] = await line.openReady();
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    peer.speak(tone24(100));
    await waitFor('the answer', () => line.heard.items.length === 1);
    session.sendToolResult(call.id, '{"ok":true}', true);
    await setImmediate();
    expect(peer.leftovers).toEqual([]);
    peer.content({ generationComplete: true });
    expect(await peer.expect('toolResponse')).toMatchObject({ functionResponses: [{ id: 'f1' }] });
  });

  test('that the server takes back for what was said before are told after its answer to that', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    peer.send({ toolCallCancellation: { ids: ['f1'] }, usageMetadata: { promptTokenCount: 1 } });
    await waitFor('the cancellation', () => line.heard.responses.length === 2);
    session.sendToolResult(call.id, '{"ok":true}', true);
    await setImmediate();
    expect(peer.leftovers).toEqual([]);
    peer.answer('We open at nine', tone24(100));
    expect((await peer.expectContent()).texts[0]).toContain('{"ok":true}');
  });

  test('that the server takes back without a word are told all the same', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    peer.send({ toolCallCancellation: { ids: ['f1'] }, usageMetadata: { promptTokenCount: 1 } });
    await waitFor('the cancellation', () => line.heard.responses.length === 2);
    session.sendToolResult(call.id, '{"ok":true}', true);
    expect((await peer.expectContent()).texts[0]).toContain('{"ok":true}');
  });

  test('of which the caller interrupts some are all told', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} }, { id: 'f2', name: 'text', args: {} });
    await waitFor('the calls', () => line.heard.toolCalls.length === 2);
    const [book, text] = line.heard.toolCalls;
    session.sendToolResult(book?.id ?? '', '{"booked":true}', true);
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    expect((await peer.expectContent()).texts[0]).toContain('{"booked":true}');
    await peer.expectActivity('activityEnd');
    peer.answer('We open at nine', tone24(100));
    await waitFor('the answer', () => line.agentSaid.length === 1);
    session.sendToolResult(text?.id ?? '', '{"sent":true}', true);
    expect((await peer.expectContent()).texts[0]).toContain('{"sent":true}');
  });

  test('whose result was to be told when the agent was interrupted are told after that', async () => {
    const [session, peer] = await line.openReady();
    peer.callTool({ id: 'f1', name: 'book', args: {} });
    const call = await waitFor('the call', () => line.heard.toolCalls[0]);
    sayWhole(session, 600);
    await peer.expectActivity('activityStart');
    await peer.expectActivity('activityEnd');
    session.sendToolResult(call.id, '{"ok":true}', true);
    session.interrupt(null, 0);
    const interrupted = await peer.expectContent();
    expect([interrupted.texts.join(' '), interrupted.turnComplete]).toEqual([
      expect.stringContaining('{"ok":true}'),
      false,
    ]);
    peer.content({ interrupted: true });
    peer.content({ turnComplete: true });
    const { texts, turnComplete } = await peer.expectContent();
    expect([texts, turnComplete]).toEqual([['[It is your turn to speak now.]'], true]);
  });
});
