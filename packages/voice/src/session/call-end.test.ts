import { afterEach, describe, expect, test, vi } from 'vitest';
import { APOLOGY_AUDIO, silence, speech, tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const { dial, start } = useCalls();
afterEach(() => vi.restoreAllMocks());

describe('the end of a call', () => {
  test('silence on both sides', async () => {
    const [harness, provider] = await start({ policy: { maxSilenceMs: 400 } });
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Hello?', audio: tone(300) });
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'silence' });
    expect(result.durationMs).toBeGreaterThanOrEqual(650);
    expect((await harness.client.closed).code).toBe(1000);
  });

  test('the longest duration, with a goodbye that is heard', async () => {
    const [harness, provider] = await start({ policy: { maxDurationMs: 400, farewell: 'Time is up.' } });
    const answer = { responseId: 'r1', itemId: 'a1', text: 'A long story', audio: tone(5000) };
    provider.beginAnswer(answer);
    provider.sendSpeech(answer);
    await provider.expect('response.cancel');
    await provider.expect('conversation.item.truncate');
    provider.finishAnswer(answer, 'cancelled');
    expect(JSON.stringify(await provider.expect('response.create'))).toContain('Time is up.');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Time is up.', audio: tone(200, 7) });
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'max_duration' });
    expect(harness.client.heard.subarray(-1600)).toEqual(tone(200, 7));
    expect(result.transcript.at(-1)).toMatchObject({ content: 'Time is up.' });
  });

  test('a hang-up waits a moment for the words said last', async () => {
    const [harness, provider] = await start();
    provider.callerStarts('u1');
    provider.callerStops('u1');
    await waitFor('thinking', () => harness.session.phase === 'thinking');
    harness.client.hangUp();
    await waitFor('closing', () => harness.session.phase === 'closing');
    provider.callerSaid('u1', 'Thanks, bye');
    const result = await harness.result;
    expect(result).toMatchObject({ endReason: 'caller_hangup', transcript: [{ content: 'Thanks, bye' }] });
  });

  test('a stop message without a hang-up, and a second one', async () => {
    const [harness] = await start();
    harness.client.sendStop();
    harness.client.sendStop();
    expect((await harness.client.closed).code).toBe(1000);
    expect((await harness.result).endReason).toBe('caller_hangup');
  });

  test('a line whose other end is gone without a word, however long silence may last', async () => {
    const [harness, provider] = await start({ policy: { maxSilenceMs: Infinity, maxDurationMs: Infinity } });
    harness.client.sendAudio(silence(200));
    await waitFor('the caller', () => provider.audio.length === 1600);
    const lastedMs = harness.session.durationMs;
    const now = performance.now.bind(performance);
    const since = now();
    vi.spyOn(performance, 'now').mockImplementation(() => since + (now() - since) * 20);
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'connection_lost' });
    // Nobody pays for the time that it took to notice.
    expect(result.durationMs).toBeLessThan(lastedMs + 5_000);
  });

  test('a call lasts until the hang-up, not until the words said last have arrived', async () => {
    const [harness, provider] = await start();
    provider.callerStarts('u1');
    provider.callerStops('u1');
    await waitFor('the words to be awaited', () => harness.session.phase === 'thinking');
    harness.client.hangUp();
    await waitFor('the end', () => harness.session.phase === 'closing');
    const { durationMs } = harness.session;
    const result = await harness.result;
    expect(result.durationMs).toBe(durationMs);
  });

  test('a broken connection', async () => {
    const [harness, provider] = await start();
    harness.client.drop();
    expect((await harness.result).endReason).toBe('connection_lost');
    expect(await provider.closed).toBe(1000);
  });

  test('asked for from outside, twice', async () => {
    const [harness, provider] = await start();
    harness.session.end('ended_by_operator');
    harness.session.end('gateway_shutdown');
    await provider.expect('response.create');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye', audio: tone(100) });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'ended_by_operator' });
    harness.session.end('gateway_shutdown');
    expect(provider.leftovers).toEqual([]);
  });

  test('with a sentence from outside, which the agent says first', async () => {
    const [harness, provider] = await start();
    harness.session.endWith({ reason: 'minutes_used_up', sentence: 'Your trial is over.' });
    harness.session.endWith({ reason: 'account_suspended', sentence: 'Too late.' });
    expect(JSON.stringify(await provider.expect('response.create'))).toContain('Your trial is over.');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Your trial is over.', audio: tone(100) });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'minutes_used_up' });
    expect(harness.client.heard).toEqual(tone(100));
    expect(provider.leftovers).toEqual([]);
  });

  test('with a sentence from outside while the provider is not there yet: our own voice says it', async () => {
    const said: string[] = [];
    const harness = await dial({
      prepare: (server) => (server.mute = true),
      ownVoice: (text) => {
        said.push(text);
        return Promise.resolve(tone(200, 9));
      },
    });
    harness.session.endWith({ reason: 'account_suspended', sentence: 'This account is suspended.' });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'account_suspended' });
    expect(said).toEqual(['This account is suspended.']);
    expect(harness.client.heard).toEqual(tone(200, 9));
  });

  test('other tools can end the call too', async () => {
    const [harness, provider] = await start({
      runTool: () => Promise.resolve({ output: '{"transferred":true}', endCall: true }),
    });
    provider.callTool('r1', { id: 't', name: 'transfer_call', arguments: '{}' });
    await provider.expect('conversation.item.create');
    await provider.expect('response.create');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'I connect you.', audio: tone(100) });
    expect((await harness.result).endReason).toBe('agent_hangup');
    expect(harness.client.heard).toEqual(tone(100));
  });
});

describe('a provider that fails', () => {
  test('refused: the caller hears the apology to its end', async () => {
    const harness = await dial({ prepare: (server) => (server.refuseWith = 401) });
    expect((await harness.client.closed).code).toBe(1000);
    expect(harness.client.heard).toEqual(Buffer.from(APOLOGY_AUDIO));
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'failed', endReason: 'provider_refused', detail: 'refused_http_401' });
    expect(result.transcript).toEqual([]);
  });

  test('overloaded for a moment: a second attempt is made', async () => {
    const harness = await dial({
      prepare: (server) => {
        server.refuseWith = 503;
        setTimeout(() => (server.refuseWith = null), 0);
      },
      policy: { connectAttempts: 50 },
    });
    await harness.provider();
    expect(harness.session.phase).toBe('listening');
  });

  test('gone in the middle: what was said is heard, then the apology', async () => {
    const [harness, provider] = await start();
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Let me see', audio: tone(300) });
    await harness.client.receivedAtLeast(300);
    provider.drop();
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'failed', endReason: 'provider_lost', detail: 'closed_1006' });
    expect(harness.client.heard).toEqual(Buffer.concat([tone(300), Buffer.from(APOLOGY_AUDIO)]));
    expect(result.transcript).toMatchObject([{ content: 'Let me see' }]);
  });

  test('silent: asked once more, then given up', async () => {
    const [harness, provider] = await start({ policy: { replyTimeoutMs: 150 } });
    provider.callerTurn('u1', 'Anybody there?');
    await provider.expect('response.create');
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'failed', endReason: 'provider_stuck' });
    expect(harness.client.heard).toEqual(Buffer.from(APOLOGY_AUDIO));
    expect(provider.leftovers).toEqual([]);
  });

  test('silent once: the nudge helps and the call goes on', async () => {
    const [harness, provider] = await start({ policy: { replyTimeoutMs: 150 } });
    provider.callerTurn('u1', 'Anybody there?');
    await provider.expect('response.create');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Yes', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    expect(await waitFor('listening', () => harness.session.phase === 'listening')).toBe(true);
  });

  test('deaf: our own ears notice that the caller got no answer', async () => {
    const [harness, provider] = await start({ policy: { replyTimeoutMs: 150 } });
    harness.client.sendAudio(speech(1000));
    await provider.expect('response.create');
    expect(harness.session.phase).toBe('thinking');
  });

  test('an answer that fails is asked for again at once', async () => {
    const [harness, provider] = await start();
    provider.callerTurn('u1', 'Hello');
    provider.finishResponse('r1', 'failed');
    await provider.expect('response.create');
    expect(harness.session.phase).toBe('thinking');
  });

  test('garbage and errors do not end a call', async () => {
    const [harness, provider] = await start();
    provider.sendRaw('{"type":');
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: 'odd', message: 'Odd' } });
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Still here', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    expect(harness.client.heard).toEqual(tone(100));
  });

  test('without an apology the call still ends', async () => {
    const harness = await dial({
      prepare: (server) => (server.refuseWith = 403),
      apology: () => Promise.reject(new Error('no voice')),
    });
    expect(await harness.result).toMatchObject({ status: 'failed', endReason: 'provider_refused' });
  });
});
