import { describe, expect, test } from 'vitest';
import { linearOfMulaw } from '../audio/mulaw.ts';
import { speech, tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';
import type { ToolOutcome } from './tool-runs.ts';

const toolConduct = { transfer_call: { afterSpeech: true, onHold: true, timeoutMs: 60_000 } };
const { start } = useCalls({ toolConduct });
const transfer = { id: 't1', name: 'transfer_call', arguments: '{"target":"Dana"}' };

/** A tool that ends when the test says how. */
function pendingTool() {
  const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
  let over: AbortSignal | null = null;
  const runTool = (_: unknown, signal: AbortSignal): Promise<ToolOutcome> => {
    over = signal;
    return promise;
  };
  return { runTool, resolve, signal: () => waitFor('the tool', () => over) };
}

const isAudible = (mulaw: Uint8Array): boolean => mulaw.some((byte) => Math.abs(linearOfMulaw[byte] ?? 0) > 500);

describe('a tool that puts the caller on hold', () => {
  test('begins when the agent was heard, plays music, and lets neither side hear the other', async () => {
    const tool = pendingTool();
    const [harness, provider] = await start({ runTool: tool.runTool });
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'I will ask Dana.', audio: tone(600) });
    provider.callTool('r2', transfer);
    await harness.client.heardAtLeast(300);
    expect(harness.toolCalls).toEqual([]);
    await tool.signal();
    expect(harness.client.heard.length).toBeGreaterThanOrEqual(4800);
    await harness.client.heardAtLeast(1400);
    expect(isAudible(harness.client.heard.subarray(4800 + 1600))).toBe(true);

    const before = provider.audio.length;
    harness.client.sendAudio(speech(400));
    await waitFor('silence instead of the caller', () => provider.audio.length >= before + 3200);
    expect(isAudible(provider.audio.subarray(before))).toBe(false);
    provider.answer({ responseId: 'r3', itemId: 'a3', text: 'Are you there?', audio: tone(300, 7) });
    await harness.client.settled();

    tool.resolve({ output: '{"error":"Dana is busy"}' });
    await waitFor('the result', () => provider.countOf('response.create') > 0);
    expect(JSON.stringify(provider.received)).toContain('Dana is busy');
    expect(harness.client.clears).toBeGreaterThanOrEqual(1);
    const music = harness.client.received.length;
    provider.answer({ responseId: 'r4', itemId: 'a4', text: 'Dana is busy.', audio: tone(200, 9) });
    await waitFor('the agent', () => harness.client.received.length >= music + 1600);
    expect(harness.client.received.subarray(music)).toEqual(tone(200, 9));
    await waitFor('the end of it', () => harness.session.phase === 'listening');
    const said = before + 3200;
    harness.client.sendAudio(speech(100));
    await waitFor('the caller', () => isAudible(provider.audio.subarray(said)));
  });

  test('keeps what the caller pressed meanwhile for the agent', async () => {
    const tool = pendingTool();
    const [harness, provider] = await start({ runTool: tool.runTool, policy: { digitsTimeoutMs: 50 } });
    provider.callTool('r1', transfer);
    await tool.signal();
    harness.client.sendDtmf('5');
    await harness.client.heardAtLeast(500);
    expect(JSON.stringify(provider.received)).not.toContain('pressed 5');
    tool.resolve({ output: '{"error":"busy"}' });
    await waitFor('the key', () => JSON.stringify(provider.received).includes('pressed 5'));
  });

  test('is given up when the caller hangs up', async () => {
    const tool = pendingTool();
    const [harness, provider] = await start({ runTool: tool.runTool });
    provider.callTool('r1', transfer);
    const over = await tool.signal();
    harness.client.hangUp();
    await waitFor('the end', () => over.aborted);
    tool.resolve({ output: '{"error":"gone"}' });
    expect(await harness.result).toMatchObject({ endReason: 'caller_hangup', status: 'completed' });
  });

  test('is given up when the call has to end, and the goodbye is heard without music', async () => {
    const tool = pendingTool();
    const [harness, provider] = await start({ runTool: tool.runTool });
    provider.callTool('r1', transfer);
    const over = await tool.signal();
    await harness.client.heardAtLeast(200);
    harness.session.end('ended_by_operator');
    await waitFor('the end', () => over.aborted);
    const music = harness.client.received.length;
    await provider.expect('response.create');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Goodbye', audio: tone(200, 7) });
    tool.resolve({ output: '{"error":"over"}' });
    expect((await harness.result).endReason).toBe('ended_by_operator');
    expect(harness.client.received.subarray(music)).toEqual(tone(200, 7));
    expect(harness.client.clears).toBe(1);
  });
});

describe('a caller on hold whose voice is lost, with no other left', () => {
  async function loseVoice() {
    const tool = pendingTool();
    const [harness, provider] = await start({ runTool: tool.runTool });
    provider.callTool('r1', transfer);
    await tool.signal();
    provider.drop();
    await waitFor('the loss', () => harness.session.progress().voices[0]?.lost);
    return { harness, tool };
  }

  test('is still connected with whoever takes the call', async () => {
    const { harness, tool } = await loseVoice();
    await harness.client.heardAtLeast(500);
    expect((await tool.signal()).aborted).toBe(false);
    tool.resolve({ output: '{"connected":true}', handsOver: true });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'transferred' });
  });

  test('is told when nobody does by the voice, if it is there again', async () => {
    const { harness, tool } = await loseVoice();
    tool.resolve({ output: '{"error":"Dana is busy"}' });
    const again = await harness.server.connection(1);
    await waitFor('the wish to go on', () => again.countOf('response.create') === 1);
    expect(JSON.stringify(again.received).match(/Dana is busy/g)).toHaveLength(1);
    again.answer({ responseId: 'r2', itemId: 'a2', text: 'Dana is busy.', audio: tone(200, 9) });
    await waitFor('the answer', () => harness.session.phase === 'listening');
    expect(harness.session.progress().transcript).toMatchObject([{ content: 'Dana is busy.' }]);
  });

  test('hears the apology when it is not', async () => {
    const { harness, tool } = await loseVoice();
    harness.server.refuseWith = 401;
    tool.resolve({ output: '{"error":"Dana is busy"}' });
    expect(await harness.result).toMatchObject({ status: 'failed', endReason: 'provider_lost' });
  });
});

describe('a tool that hands the call over', () => {
  test('ends the agent’s part as transferred, and leaves the line to the carrier', async () => {
    const [harness, provider] = await start({
      runTool: () => Promise.resolve({ output: '{"connected":true}', handsOver: true }),
    });
    provider.callTool('r1', transfer);
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'transferred' });
    expect(provider.countOf('response.create')).toBe(0);
    expect(JSON.stringify(provider.received)).not.toContain('connected');
    harness.client.sendStop();
    expect((await harness.client.closed).code).toBe(1000);
  });

  test('also where the caller has left the line before the tool has said so', async () => {
    const tool = pendingTool();
    const [harness, provider] = await start({ runTool: tool.runTool });
    provider.callTool('r1', transfer);
    await tool.signal();
    harness.client.sendStop();
    await harness.client.closed;
    tool.resolve({ output: '{"connected":true}', handsOver: true });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'transferred' });
  });
});
