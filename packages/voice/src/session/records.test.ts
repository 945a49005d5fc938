import { isStorableText } from '@leadlock/core/storable-text';
import { describe, expect, test } from 'vitest';
import { tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const { start } = useCalls();

describe('the record of a call', () => {
  test('holds what was heard of an interrupted answer in a script without spaces', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    const text = '您好，感谢您致电我们公司，请问有什么可以帮您的吗？';
    provider.answer({ responseId: 'r1', itemId: 'a1', text, audio: tone(2000) });
    await harness.client.receivedAtLeast(2000);
    harness.client.play(1200);
    await harness.client.settled();
    provider.callerStarts('u1');
    await provider.expect('conversation.item.truncate');
    harness.client.hangUp();
    const [entry] = (await harness.result).transcript;
    expect(entry).toMatchObject({ role: 'assistant', interrupted: true });
    expect(entry?.content.length).toBeGreaterThan(8);
    expect(text.startsWith(entry?.content ?? 'x')).toBe(true);
  });

  test('holds how each turn was answered, and what the caller heard before the answer', async () => {
    const ownVoice = () => Promise.resolve(new Uint8Array(2000 * 8).fill(0x22));
    const policy = { fillerAfterMs: 200, digitsTimeoutMs: 100 };
    const [harness, provider] = await start({ ownVoice, policy, client: { playback: 'manual' } });
    provider.callerTurn('u1', 'Hello?');
    await harness.client.receivedAtLeast(2000);
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Hi.', audio: tone(100) });
    await harness.client.receivedAtLeast(2100);
    harness.client.hangUp();
    const { turns, turnLatenciesMs } = await harness.result;
    const [turn] = turns;
    expect(turns).toHaveLength(1);
    expect(turnLatenciesMs).toEqual([turn?.firstByteMs]);
    expect(turn?.firstByteMs).toBeGreaterThanOrEqual(200);
    // Two seconds of our own voice come before it, of which some may count as heard by now.
    expect((turn?.firstAudioMs ?? 0) - (turn?.firstByteMs ?? 0)).toBeGreaterThan(0);
    expect(turn?.detectedMs).toBeLessThanOrEqual(turn?.firstByteMs ?? 0);
  });

  test('holds pressed keys, those in quick succession as one turn, also those of the last moment', async () => {
    const [harness, provider] = await start({ policy: { digitsTimeoutMs: 100 } });
    for (const digit of ['1', '2', '#']) harness.client.sendDtmf(digit);
    await provider.expect('conversation.item.create');
    await provider.expect('response.create');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Thank you.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    for (const digit of '4111111111111111') harness.client.sendDtmf(digit);
    await waitFor('the keys', () => harness.turns.at(-1)?.at(-1)?.content.includes('ending in 1111'));
    harness.client.hangUp();
    const { transcript } = await harness.result;
    expect(transcript.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'Pressed 1 2 #'],
      ['assistant', 'Thank you.'],
      ['user', 'Pressed 16 digits ending in 1111'],
    ]);
  });

  test('holds no card that came in groups, and shows none of it to whoever watches', async () => {
    const [harness, provider] = await start({ policy: { digitsTimeoutMs: 50 } });
    for (const [index, group] of ['4111', '1111', '1111', '1111'].entries()) {
      for (const digit of group) harness.client.sendDtmf(digit);
      await waitFor('the group', () => provider.countOf('conversation.item.create') === index + 1);
    }
    harness.client.hangUp();
    const { transcript } = await harness.result;
    expect(transcript.map(({ content }) => content)).toEqual(Array(4).fill('Pressed 4 digits'));
    const seen = [
      ...harness.turns.flat().map(({ content }) => content),
      ...harness.live.map((event) => JSON.stringify(event)),
    ];
    expect(seen.filter((text) => /[14] [14]|1111|4111/.test(text))).toEqual([]);
    expect(harness.live.filter(({ type }) => type === 'transcript').at(-1)).toMatchObject({ text: 'Pressed 4 digits' });
  });

  test('holds nothing that cannot be stored, whoever wrote it', async () => {
    const [harness, provider] = await start({
      runTool: () => Promise.resolve({ output: String.raw`{"note":"\u0000\ud83d"}` }),
    });
    provider.callerTurn('u1', 'Hello\u0000 there \ud83d');
    const part = { response_id: 'r1', item_id: 'a1' };
    provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
    provider.send({ type: 'response.output_audio_transcript.delta', ...part, delta: 'Smile \ud83d' });
    provider.sendSpeech({ responseId: 'r1', itemId: 'a1', text: '\ude00 and\u0000 \udc00', audio: tone(100) });
    provider.callTool('r1', { id: 'c1', name: 'send_sms', arguments: String.raw`{"message":"\u0000Hi\ud83d"}` });
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    provider.callTool('r2', { id: 'c2', name: 'send_sms', arguments: `${'['.repeat(9000)}${']'.repeat(9000)}` });
    await waitFor('the second result', () => provider.countOf('conversation.item.create') === 2);
    await waitFor('all heard', () => harness.client.heard.length === 800);
    harness.client.hangUp();
    const result = await harness.result;
    expect(result.transcript.map(({ content }) => content)).toEqual(['Hello there \ufffd', 'Smile 😀 and \ufffd']);
    expect(harness.toolCalls.map(({ arguments: args }) => args)).toEqual(['{"message":"Hi\ufffd"}']);
    expect(result.toolCalls.map(({ id }) => id)).toEqual(['c1', 'c2']);
    for (const run of result.toolCalls) {
      expect(isStorableText(run.arguments + run.output)).toBe(true);
      expect(run.arguments + run.output).not.toMatch(/\\u0000|\\ud83d/);
    }
  });
});
