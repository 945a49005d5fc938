import { describe, expect, test } from 'vitest';
import { tone, waitFor, type ScriptedRealtimeConnection } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const NOTICE = 'This call may be recorded.';
const GREETING = `${NOTICE} Hello from Acme.`;
const BUSY = 'conversation_already_has_active_response';
const OPENING = { responseId: 'r1', itemId: 'a1', text: GREETING, audio: tone(2000) };

const { start } = useCalls({ policy: { speaksFirst: true, greeting: GREETING, notice: NOTICE } });

/** The next request to speak, which has to be for these words. */
async function askedFor(provider: ScriptedRealtimeConnection, words = GREETING): Promise<string> {
  const { event_id, ...request } = await provider.expect('response.create');
  expect(JSON.stringify(request)).toContain(words);
  return String(event_id);
}

describe.each([
  ['with a notice', NOTICE],
  ['without', null],
])('the first words, %s, are said again', (_, notice) => {
  test('when the provider answers a caller who spoke first', async () => {
    const [harness, provider] = await start({ policy: { notice } });
    const event_id = await askedFor(provider);
    provider.callerTurn('u1', 'Hello?');
    const answer = { responseId: 'auto', itemId: 'x', text: 'Hi there!', audio: tone(300, 11) };
    provider.beginAnswer(answer);
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: BUSY, message: 'Busy', event_id } });
    expect((await provider.expect('response.cancel')).response_id).toBe('auto');
    provider.sendSpeech(answer);
    provider.finishAnswer(answer, 'cancelled');
    await askedFor(provider);
    provider.answer({ ...OPENING, audio: tone(300) });
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(tone(300));
  });

  test('when the first answer fails', async () => {
    const [harness, provider] = await start({ policy: { notice } });
    await askedFor(provider);
    provider.finishResponse('r0', 'failed');
    await askedFor(provider);
    provider.answer({ ...OPENING, audio: tone(300) });
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(tone(300));
  });

  test('when the first answer never comes', async () => {
    const [harness, provider] = await start({ policy: { notice, replyTimeoutMs: 2100 } });
    await askedFor(provider);
    await askedFor(provider);
    expect(harness.session.phase).toBe('greeting');
  });

  test('when the provider asks to wait, after that time', async () => {
    const [harness, provider] = await start({ policy: { notice } });
    await askedFor(provider);
    const askedAt = performance.now();
    provider.finishResponse('r1', 'failed', undefined, {
      type: 'failed',
      error: { code: 'rate_limit_exceeded', message: 'Rate limit reached. Please try again in 300ms.' },
    });
    await askedFor(provider);
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(300);
    expect(harness.session.phase).toBe('greeting');
  });

  test('when only words come, and no sound', async () => {
    const [harness, provider] = await start({ policy: { notice } });
    await askedFor(provider);
    provider.beginAnswer(OPENING);
    provider.finishAnswer(OPENING);
    await askedFor(provider);
    expect(harness.session.phase).toBe('greeting');
  });

  test('and keys pressed before they began wait for them', async () => {
    const [harness, provider] = await start({ policy: { notice, digitsTimeoutMs: 50 } });
    await askedFor(provider);
    harness.client.sendDtmf('1');
    await waitFor('the key', () => harness.turns.length > 0);
    const pressedAt = performance.now();
    await waitFor('the keys to be complete', () => performance.now() - pressedAt > 120);
    expect(provider.leftovers).toEqual([]);
    provider.answer({ ...OPENING, audio: tone(300) });
    expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain('pressed 1 on the keypad');
    await provider.expect('response.create');
    expect(harness.client.heard).toEqual(tone(300));
  });
});

describe('the notice', () => {
  const answer = { responseId: 'auto', itemId: 'x', text: 'Hi there!', audio: tone(500, 11) };

  test('comes before an answer of the provider’s own that crosses the request for it', async () => {
    const [harness, provider] = await start();
    const event_id = await askedFor(provider);
    provider.callerTurn('u1', 'Hello?');
    provider.beginAnswer(answer);
    provider.sendSpeech(answer);
    await provider.expect('response.cancel');
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: BUSY, message: 'Busy', event_id } });
    provider.finishAnswer(answer, 'cancelled');
    await askedFor(provider);
    provider.answer({ ...OPENING, audio: tone(300) });
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(tone(300));
    expect(provider.countOf('response.cancel')).toBe(1);
  });

  test('comes before such an answer that is over when the request is read', async () => {
    const [harness, provider] = await start();
    await askedFor(provider);
    provider.callerTurn('u1', 'Hello?');
    provider.answer(answer);
    provider.answer({ ...OPENING, audio: tone(300) });
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(tone(300));
    expect(provider.countOf('response.create')).toBeLessThanOrEqual(2);
  });

  test('that was taken for such an answer is asked for again', async () => {
    const [harness, provider] = await start();
    await askedFor(provider);
    provider.callerTurn('u1', 'Hello?');
    provider.beginAnswer(OPENING);
    provider.sendSpeech(OPENING);
    await provider.expect('response.cancel');
    provider.finishAnswer(OPENING, 'cancelled');
    await askedFor(provider);
    provider.answer({ ...OPENING, responseId: 'r2', itemId: 'a2', audio: tone(300, 5) });
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(tone(300, 5));
  });

  test('that the provider breaks off when the caller speaks is said again', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    await askedFor(provider);
    provider.beginAnswer(OPENING);
    provider.sendSpeech(OPENING);
    await harness.client.receivedAtLeast(2000);
    harness.client.play(300);
    await harness.client.settled();
    provider.callerStarts('u1');
    provider.finishAnswer(OPENING, 'cancelled');
    await waitFor('the end of the answer', () => harness.session.phase === 'greeting');
    provider.callerStops('u1');
    await provider.expect('conversation.item.truncate');
    const event_id = await askedFor(provider);
    provider.beginAnswer({ responseId: 'auto', itemId: 'x' });
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: BUSY, message: 'Busy', event_id } });
    await provider.expect('response.cancel');
    provider.finishResponse('auto', 'cancelled');
    await askedFor(provider);
    provider.answer({ ...OPENING, responseId: 'r2', itemId: 'a2', audio: tone(1000, 5) });
    await harness.client.receivedAtLeast(3000);
    harness.client.play(5000);
    // Then the caller is answered.
    await provider.expect('response.create');
    expect(harness.client.heard.subarray(-8000)).toEqual(tone(1000, 5));
  });

  test('that was said already is heard to its end, whatever the caller and the provider do', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' }, policy: { digitsTimeoutMs: 50 } });
    await askedFor(provider);
    provider.answer(OPENING);
    await harness.client.receivedAtLeast(2000);
    harness.client.play(300);
    await harness.client.settled();
    harness.client.sendDtmf('5');
    provider.callerTurn('u1', 'Hello?');
    provider.beginAnswer({ responseId: 'auto', itemId: 'x' });
    expect((await provider.expect('response.cancel')).response_id).toBe('auto');
    provider.sendSpeech({ responseId: 'auto', itemId: 'x', text: 'Hi!', audio: tone(100, 9) });
    provider.finishResponse('auto', 'cancelled');
    await harness.client.settled();
    expect(harness.client.clears).toBe(0);
    harness.client.play(1700);
    await waitFor('the key', () => provider.countOf('conversation.item.create') === 1);
    await waitFor('the question', () => provider.countOf('response.create') > 1);
    expect(harness.client.heard).toEqual(OPENING.audio);
    harness.client.hangUp();
    const { transcript, interruptions } = await harness.result;
    expect(interruptions).toBe(0);
    expect(transcript[0]).toMatchObject({ role: 'assistant', content: GREETING });
    expect(transcript[0]?.interrupted).toBeUndefined();
  });

  test('once heard leaves the rest of the greeting to be interrupted', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    await askedFor(provider);
    provider.answer(OPENING);
    await harness.client.receivedAtLeast(2000);
    harness.client.play(1600);
    await waitFor('the notice to be heard', () => {
      provider.callerStarts('u1');
      return harness.client.clears > 0;
    });
    expect(harness.client.heard.length).toBe(1600 * 8);
  });

  test('whose end the provider does not announce is known by its words, and the caller is answered', async () => {
    const [harness, provider] = await start();
    await askedFor(provider);
    provider.beginAnswer(OPENING);
    provider.sendSpeech({ ...OPENING, audio: tone(1900) });
    await harness.client.heardAtLeast(1900);
    const heardAt = performance.now();
    await waitFor('the notice to be known', () => performance.now() - heardAt > 1400);
    provider.finishResponse('r1', 'cancelled');
    provider.callerTurn('u1', 'Are you open?');
    provider.answer({ responseId: 'auto', itemId: 'x', text: 'Yes.', audio: tone(300, 11) });
    await harness.client.heardAtLeast(2200);
    expect(provider.countOf('response.create')).toBe(1);
    expect(harness.client.heard.subarray(-2400)).toEqual(tone(300, 11));
  });

  test('whose words have run ahead of its sound is still owed when that breaks off', async () => {
    const [harness, provider] = await start({ policy: { replyTimeoutMs: 1500 } });
    await askedFor(provider);
    provider.beginAnswer(OPENING);
    provider.sendSpeech({ ...OPENING, audio: tone(500) });
    await provider.expect('response.cancel');
    provider.finishResponse('r1', 'cancelled');
    const next = await waitFor('what follows', () => provider.leftovers.find(({ type }) => type === 'response.create'));
    expect(JSON.stringify(next)).toContain(GREETING);
    expect(harness.session.phase).toBe('greeting');
  });

  test('that the provider never gets through is said by our own voice', async () => {
    const said: string[] = [];
    const ownVoice = (text: string): Promise<Uint8Array> => {
      said.push(text);
      return Promise.resolve(tone(200, 13));
    };
    const [harness, provider] = await start({ ownVoice });
    for (const responseId of ['r1', 'r2', 'r3']) {
      await askedFor(provider);
      provider.beginAnswer({ responseId, itemId: responseId });
      provider.finishResponse(responseId, 'cancelled');
    }
    const rest = JSON.stringify(await provider.expect('conversation.item.create'));
    expect(rest).toContain('exactly these words: Hello from Acme.');
    await provider.expect('response.create');
    expect(said).toEqual([NOTICE]);
    expect(harness.client.heard).toEqual(tone(200, 13));
    harness.client.hangUp();
    expect((await harness.result).transcript).toMatchObject([{ role: 'assistant', content: NOTICE }]);
  });

  test('is not waited for when the provider fails again and again', async () => {
    const [harness, provider] = await start();
    for (const responseId of ['r1', 'r2', 'r3']) {
      await askedFor(provider);
      provider.finishResponse(responseId, 'failed', undefined, {
        type: 'failed',
        error: { type: 'server_error', code: null, message: 'The server had an error.' },
      });
    }
    expect(await harness.result).toMatchObject({ endReason: 'provider_stuck', detail: 'The server had an error.' });
  });
});

test('an ordinary greeting is interrupted by a caller who speaks', async () => {
  const [harness, provider] = await start({ client: { playback: 'manual' }, policy: { notice: null } });
  await askedFor(provider);
  provider.beginAnswer(OPENING);
  provider.sendSpeech(OPENING);
  await harness.client.receivedAtLeast(2000);
  harness.client.play(300);
  await harness.client.settled();
  provider.callerStarts('u1');
  await provider.expect('response.cancel');
  await provider.expect('conversation.item.truncate');
  await harness.client.settled();
  expect(harness.client.clears).toBe(1);
});
