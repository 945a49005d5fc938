import { describe, expect, test } from 'vitest';
import { APOLOGY_AUDIO, tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const { dial, start } = useCalls();

describe('a provider that refuses the connection with 429', () => {
  const refuse = (headers: Record<string, string>) =>
    dial({
      policy: { connectAttempts: 2, maxRetryWaitMs: 2000 },
      prepare: (server) => {
        server.refuseWith = 429;
        server.refusal = { headers, body: '{"error":{"message":"Too many sessions"}}' };
      },
    });

  test.each([
    ['absent', {}],
    ['no time', { 'Retry-After': 'soon' }],
    ['negative', { 'Retry-After': '-3' }],
    ['in the past', { 'Retry-After': 'Sun, 06 Nov 1994 08:49:37 GMT' }],
    ['in seconds', { 'Retry-After': '0.2' }],
  ])('is asked once more when Retry-After is %s', async (_, headers) => {
    const call = await refuse(headers);
    expect(await call.result).toMatchObject({
      status: 'failed',
      endReason: 'provider_refused',
      detail: 'refused_http_429: Too many sessions',
    });
    expect(call.server.refusals).toBe(2);
    expect(call.client.heard).toEqual(Buffer.from(APOLOGY_AUDIO));
  });

  test.each([
    ['too many seconds', '3'],
    ['years', '99999999999'],
    ['more than a number holds', '9'.repeat(400)],
    ['a date far away', 'Fri, 31 Dec 9999 23:59:59 GMT'],
  ])('is left alone when Retry-After is %s', async (_, value) => {
    const call = await refuse({ 'Retry-After': value });
    expect(await call.result).toMatchObject({ endReason: 'provider_refused' });
    expect(call.server.refusals).toBe(1);
  });

  test('is retried on the date that it names', async () => {
    const at = new Date(Date.now() + 1500).toUTCString();
    const call = await refuse({ 'Retry-After': at });
    const { server } = call;
    await waitFor('the first refusal', () => server.refusals === 1);
    server.refuseWith = null;
    await server.connection();
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(at) - 100);
  });
});

test('a frame of 10 MB ends the call with an apology, and takes nothing else with it', async () => {
  const [harness, provider] = await start();
  provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Hello.', audio: tone(200) });
  await harness.client.heardAtLeast(200);
  provider.sendRaw(JSON.stringify({ type: 'response.output_audio.delta', delta: 'A'.repeat(10 * 1024 * 1024) }));
  expect(await harness.result).toMatchObject({
    status: 'failed',
    endReason: 'provider_lost',
    transcript: [{ content: 'Hello.' }],
  });
  expect(harness.client.heard.subarray(-APOLOGY_AUDIO.length)).toEqual(Buffer.from(APOLOGY_AUDIO));
});

test.each([
  [
    'in deltas',
    (audio: Uint8Array) =>
      [...Array(Math.ceil(audio.length / 800)).keys()].map((at) => audio.subarray(at * 800, (at + 1) * 800)),
  ],
  ['in one delta', (audio: Uint8Array) => [audio]],
])('a greeting of 75 s that comes at once, %s, is heard to its end', async (_, cut) => {
  const notice = 'This call may be recorded.';
  const greeting = `${notice} ${'We are open every day of the week. '.repeat(30).trim()}`;
  const [harness, provider] = await start({
    policy: { speaksFirst: true, greeting, notice, fillerAfterMs: 200, maxSilenceMs: 400, replyTimeoutMs: 300 },
    client: { playback: 'manual' },
  });
  await provider.expect('response.create');
  const audio = Uint8Array.from(tone(75_000));
  provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
  const part = { response_id: 'r1', item_id: 'a1', output_index: 0, content_index: 0 };
  provider.send({ type: 'response.output_audio_transcript.delta', ...part, delta: greeting });
  for (const piece of cut(audio)) {
    provider.send({ type: 'response.output_audio.delta', ...part, delta: Buffer.from(piece).toString('base64') });
  }
  provider.finishAnswer({ responseId: 'r1', itemId: 'a1', text: greeting });
  await harness.client.receivedAtLeast(75_000);
  harness.client.play(75_000);
  expect((await harness.result).endReason).toBe('silence');
  expect(harness.client.heard).toEqual(Buffer.from(audio));
  const { transcript } = await harness.result;
  expect(transcript).toMatchObject([{ role: 'assistant', content: greeting }]);
  expect(transcript[0]?.interrupted).toBeUndefined();
});

test('arguments of 1 MB reach no tool, and the model is told', async () => {
  const [harness, provider] = await start();
  provider.callTool('r1', { id: 'c1', name: 'send_sms', arguments: JSON.stringify({ text: 'x'.repeat(1024 * 1024) }) });
  const { item } = await provider.expect('conversation.item.create');
  expect(JSON.stringify(item)).toContain('Nothing was done');
  await provider.expect('response.create');
  expect(harness.toolCalls).toEqual([]);
  harness.client.hangUp();
  expect((await harness.result).toolCalls).toMatchObject([{ name: 'send_sms', arguments: '{}' }]);
});
