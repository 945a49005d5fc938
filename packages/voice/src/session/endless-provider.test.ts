import { expect, test } from 'vitest';
import { tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const { start } = useCalls();

test('a provider that calls tools without end is told so, and the call goes on', async () => {
  const [harness, provider] = await start({ policy: { maxSilenceMs: 60_000 } });
  for (let count = 0; count < 1005; count++) {
    provider.callTool(`r${count}`, { id: `c${count}`, name: 'look_up', arguments: `{"page":${count}}` });
  }
  await waitFor('a refusal', () => JSON.stringify(provider.received).includes('Too many tools'));
  expect(harness.toolCalls).toHaveLength(1000);
  provider.answer({ responseId: 'a', itemId: 'a1', text: 'That is a lot.', audio: tone(200) });
  await harness.client.heardAtLeast(200);
});

test.each([
  ['runs', () => new Promise<never>(() => undefined)],
  ['has ended', () => Promise.resolve({ output: '{"ok":true}' })],
])('so is one that calls without end for a tool that %s', async (_what, runTool) => {
  const [harness, provider] = await start({ policy: { maxSilenceMs: 60_000, toolTimeoutMs: 3000 }, runTool });
  for (let count = 0; count < 1005; count++) {
    provider.callTool(`r${count}`, { id: `c${count}`, name: 'look_up', arguments: '{}' });
  }
  await waitFor('a refusal', () => JSON.stringify(provider.received).includes('Too many tools'));
  expect(harness.toolCalls).toHaveLength(1);
});

test('one that sends words without end loses the call to another one', async () => {
  const [harness, provider] = await start({ hasSpare: true });
  for (let count = 0; count < 40; count++) {
    const transcript = `${count}${'x'.repeat(1024 * 1024)}`;
    const type = 'conversation.item.input_audio_transcription.completed';
    provider.send({ type, item_id: `u${count}`, content_index: 0, transcript });
  }
  await (await harness.spare.connection()).expect('session.update');
  expect(harness.session.progress().voices[0]).toMatchObject({ lost: 'too_many_messages' });
});

test('of sound without end no more is sent than an answer has', async () => {
  const [harness, provider] = await start({ client: { playback: 'manual' } });
  provider.callerTurn('u1', 'Hello?');
  provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
  const delta = tone(60_000).toString('base64');
  const part = { response_id: 'r1', item_id: 'a1', output_index: 0, content_index: 0 };
  const sendMinute = (): void => provider.send({ type: 'response.output_audio.delta', ...part, delta });
  for (let minute = 1; minute <= 10; minute++) {
    sendMinute();
    await harness.client.receivedAtLeast(minute * 60_000);
  }
  for (let more = 0; more < 5; more++) sendMinute();
  provider.callTool('r2', { id: 'c1', name: 'look_up', arguments: '{}' });
  // By then all of it has come.
  await waitFor('the tool', () => harness.toolCalls.length === 1);
  harness.client.hangUp();
  await harness.result;
  expect(harness.client.received.length).toBeLessThan(13 * 60_000 * 8);
});
