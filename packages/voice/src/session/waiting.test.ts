import { beforeEach, describe, expect, test } from 'vitest';
import {
  APOLOGY_AUDIO,
  type CallHarness,
  silence,
  speech,
  tone,
  waitFor,
  type CallHarnessOptions,
} from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';
import { OWN_SENTENCES } from './own-sentences.ts';
import { WAITING_TONE } from './own-speech.ts';

const [MOMENT] = OWN_SENTENCES.moments;
/** What our own voice sounds like. */
const OWN = tone(100, 13);

let said: string[] = [];
let logged: Record<string, unknown>[] = [];
beforeEach(() => {
  said = [];
  logged = [];
});

const log = {
  info: () => undefined,
  error: () => undefined,
  warn: (fields: Record<string, unknown>, message: string) => void logged.push({ ...fields, message }),
} as unknown as CallHarnessOptions['log'];

const ownVoice = (text: string): Promise<Uint8Array> => {
  said.push(text);
  return Promise.resolve(OWN);
};
const { dial, start } = useCalls({ ownVoice, log });

const heardWithin = async (harness: CallHarness, since: number, ms: number): Promise<void> => {
  await harness.client.heardAtLeast(20);
  expect(performance.now() - since).toBeLessThan(ms);
};
const failure = (code: string | null, message: string) => ({ type: 'failed', error: { code, message } });

describe('whether there was a voice', () => {
  test('is false of a caller who hangs up before one is ready', async () => {
    const harness = await dial({ prepare: (server) => (server.mute = true), policy: { fillerAfterMs: 100 } });
    await heardWithin(harness, performance.now(), 3000);
    harness.client.hangUp();
    expect(await harness.result).toMatchObject({ endReason: 'caller_hangup', voiceWasReady: false });
  });

  test('is false of a call that somebody ends before one is ready, and of one that no provider took', async () => {
    const harness = await dial({ prepare: (server) => (server.mute = true) });
    harness.session.end('ended_by_operator');
    expect(await harness.result).toMatchObject({ endReason: 'ended_by_operator', voiceWasReady: false });
    await harness.close();
    const refused = await dial({ prepare: (server) => (server.refuseWith = 401) });
    expect(await refused.result).toMatchObject({ endReason: 'provider_refused', voiceWasReady: false });
  });

  test('is true of an agent that waits for the caller to speak, and says nothing', async () => {
    const harness = await dial({ policy: { speaksFirst: false } });
    await harness.provider();
    harness.client.hangUp();
    expect(await harness.result).toMatchObject({ firstAudioMs: null, voiceWasReady: true });
  });
});

describe('a caller who waits', () => {
  test('for a provider that never completes its session is told so, and not for long', async () => {
    const harness = await dial({
      prepare: (server) => (server.mute = true),
      policy: { fillerAfterMs: 300, connectTimeoutMs: 1500 },
    });
    await heardWithin(harness, performance.now(), 3000);
    expect(said[0]).toBe(MOMENT);
    expect(await harness.result).toMatchObject({ endReason: 'provider_refused', detail: 'connect_timeout' });
    expect(harness.client.heard.subarray(-APOLOGY_AUDIO.length)).toEqual(Buffer.from(APOLOGY_AUDIO));
  });

  test('for an answer that does not come hears so within 3 s, and again, before the call is given up', async () => {
    const [harness, provider] = await start({ policy: { replyTimeoutMs: 4000 } });
    provider.callerTurn('u1', 'Anybody there?');
    await heardWithin(harness, performance.now(), 3000);
    await waitFor('a second sentence', () => said.length === 2);
    expect(new Set(said).size).toBe(2);
    await provider.expect('response.create');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Yes', audio: tone(200) });
    await waitFor('listening', () => harness.session.phase === 'listening');
    harness.client.hangUp();
    const { transcript, interruptions } = await harness.result;
    expect(transcript.map(({ content }) => content)).toEqual(['Anybody there?', 'Yes']);
    expect(interruptions).toBe(0);
  });

  test('after speech whose end the provider does not notice is answered within 3 s', async () => {
    const [harness, provider] = await start();
    harness.client.sendAudio(speech(400));
    provider.callerStarts('u1');
    const since = performance.now();
    await provider.expect('response.create');
    await heardWithin(harness, since, 3500);
    expect(harness.session.phase).toBe('thinking');
  });

  test('may pause as long as the detector that judges by meaning lets them', async () => {
    const turnDetection = {
      kind: 'semantic',
      eagerness: 'low',
      threshold: 0.5,
      silenceDurationMs: 500,
      prefixPaddingMs: 300,
    };
    const [harness, provider] = await start({ config: { turnDetection } as CallHarnessOptions['config'] });
    harness.client.sendAudio(speech(400));
    provider.callerStarts('u1');
    const since = performance.now();
    await waitFor('a long pause', () => performance.now() - since > 3500);
    expect(provider.leftovers).toEqual([]);
    expect(said).toEqual([]);
  });

  test('on a line that has gone dead is told that nothing is heard, once', async () => {
    const [harness, provider] = await start();
    harness.client.sendAudio(silence(200));
    await waitFor('the sentence', () => said.length === 1);
    expect(said).toEqual([OWN_SENTENCES.cannotHear]);
    expect(provider.leftovers).toEqual([]);
    expect(harness.session.phase).toBe('listening');
  });

  test('on a line that has died under an answer is told so after it', async () => {
    const [harness, provider] = await start();
    harness.client.sendAudio(silence(200));
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'A long answer', audio: tone(4000) });
    await harness.client.heardAtLeast(4000);
    expect(said).toEqual([]);
    await waitFor('the sentence', () => said.length === 1);
    expect(said).toEqual([OWN_SENTENCES.cannotHear]);
    expect(provider.leftovers).toEqual([]);
  });

  test('and is not spoken with in English hears a tone', async () => {
    const [harness, provider] = await start();
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Guten Tag, hier ist Anna.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    provider.callerTurn('u1', 'Haben Sie morgen Zeit?');
    await waitFor('the tone', () => harness.client.heard.indexOf(WAITING_TONE) >= 0);
    expect(said).toEqual([]);
    harness.client.hangUp();
    const { transcript } = await harness.result;
    expect(transcript.map(({ role }) => role)).toEqual(['assistant', 'user']);
  });

  test('for a tool is told by the agent itself, else by our own voice', async () => {
    const tool = Promise.withResolvers<{ output: string }>();
    const [harness, provider] = await start({ runTool: () => tool.promise });
    provider.callerTurn('u1', 'Book it');
    provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
    provider.sendSpeech({ responseId: 'r1', itemId: 'a1', text: 'Let me see.', audio: tone(100) });
    provider.callTool('r1', { id: 'c1', name: 'send_sms', arguments: '{}' });
    expect(JSON.stringify(await provider.expect('response.create'))).toContain('takes a moment');
    await waitFor('our own voice', () => said.length === 1);
    harness.client.hangUp();
    tool.resolve({ output: '{}' });
  });

  test('for a tool that was called without a word is told by the agent itself', async () => {
    const tool = Promise.withResolvers<{ output: string }>();
    const [harness, provider] = await start({ runTool: () => tool.promise });
    provider.callerTurn('u1', 'Book it');
    const since = performance.now();
    provider.callTool('r1', { id: 'c1', name: 'send_sms', arguments: '{}' });
    expect(JSON.stringify(await provider.expect('response.create'))).toContain('takes a moment');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'One second.', audio: tone(200) });
    await heardWithin(harness, since, 3000);
    expect(said).toEqual([]);
    harness.client.hangUp();
    tool.resolve({ output: '{}' });
  });

  test('for an answer that stops in the middle is not left there', async () => {
    const [harness, provider] = await start({ policy: { replyTimeoutMs: 400, fillerAfterMs: 200 } });
    provider.callerTurn('u1', 'Tell me');
    provider.beginAnswer({ responseId: 'r1', itemId: 'a1' });
    provider.sendSpeech({ responseId: 'r1', itemId: 'a1', text: 'It is', audio: tone(200) });
    await waitFor('our own voice', () => said.length === 1);
    await provider.expect('response.cancel');
    provider.finishResponse('r1', 'cancelled');
    await provider.expect('response.create');
    expect(harness.session.phase).toBe('thinking');
  });

  test('is not asked to hold on after a whole answer whose end is never announced', async () => {
    const [harness, provider] = await start({
      policy: { replyTimeoutMs: 600, fillerAfterMs: 500, maxSilenceMs: 1500 },
    });
    provider.callerTurn('u1', 'Tell me');
    const answer = { responseId: 'r1', itemId: 'a1', text: 'It is nine.', audio: tone(200) };
    provider.beginAnswer(answer);
    provider.sendSpeech(answer);
    provider.send({
      type: 'response.output_audio_transcript.done',
      response_id: 'r1',
      item_id: 'a1',
      transcript: 'It is nine.',
    });
    expect(await harness.result).toMatchObject({ endReason: 'silence' });
    expect(said).toEqual([]);
    expect(provider.leftovers).toEqual([]);
  });

  test('gets words without sound asked for again, then the apology', async () => {
    const [harness, provider] = await start();
    provider.callerTurn('u1', 'Hello');
    for (const responseId of ['r1', 'r2']) {
      provider.send({ type: 'response.created', response: { id: responseId } });
      provider.send({ type: 'response.output_text.delta', response_id: responseId, item_id: responseId, delta: 'Hi' });
      provider.finishResponse(responseId);
      if (responseId === 'r1') await provider.expect('response.create');
    }
    expect(await harness.result).toMatchObject({ endReason: 'provider_stuck', detail: 'words without sound' });
  });

  test('and gets nothing at all is asked to say it again', async () => {
    const [harness, provider] = await start({ policy: { fillerAfterMs: 200 } });
    provider.callerTurn('u1', 'Mumble');
    provider.finishResponse('r1');
    await provider.expect('response.create');
    provider.finishResponse('r2');
    await waitFor('the question', () => said.length === 1);
    expect(said).toEqual([OWN_SENTENCES.pardon]);
    await waitFor('listening', () => harness.session.phase === 'listening');
  });
});

describe('an answer that the provider gives up', () => {
  const begun = { responseId: 'r1', itemId: 'a1', text: 'We open at', audio: tone(200) };

  test.each([
    ['incomplete', 'max_output_tokens', 'Go on from where it stopped'],
    ['incomplete', 'content_filter', 'cannot help with that'],
    ['failed', 'server_error', 'Go on from where it stopped'],
  ])('%s in the middle, %s, goes on', async (status, reason, note) => {
    const details = status === 'failed' ? failure(reason, 'The server had an error.') : { type: status, reason };
    const [harness, provider] = await start();
    provider.callerTurn('u1', 'When do you open?');
    provider.beginAnswer(begun);
    provider.sendSpeech(begun);
    await harness.client.heardAtLeast(200);
    provider.finishResponse('r1', status, undefined, details);
    expect(JSON.stringify(await provider.expect('conversation.item.create'))).toContain(note);
    await provider.expect('response.create');
    expect(logged).toMatchObject([{ status, reason }]);
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'nine.', audio: tone(100, 5) });
    await harness.client.heardAtLeast(300);
    expect(harness.client.clears).toBe(0);
  });

  test('is asked for when the provider says, and the caller hears why it takes time', async () => {
    const [harness, provider] = await start({ policy: { fillerAfterMs: 300 } });
    const since = performance.now();
    provider.callerTurn('u1', 'Hello');
    provider.finishResponse('r1', 'failed', undefined, failure('rate_limit_exceeded', 'Please try again in 1.2s.'));
    await provider.expect('response.create');
    expect(performance.now() - since).toBeGreaterThanOrEqual(1200);
    expect(said[0]).toBe(MOMENT);
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Hello', audio: tone(100) });
    await waitFor('listening', () => harness.session.phase === 'listening');
  });

  test('with an error that names no request is asked for again too', async () => {
    const [harness, provider] = await start();
    provider.callerTurn('u1', 'Hello');
    const error = { type: 'requests', code: 'rate_limit_exceeded', message: 'Please try again in 20ms.' };
    provider.send({ type: 'error', error });
    await provider.expect('response.create');
    expect(harness.session.phase).toBe('thinking');
  });

  test.each(['Rate limit reached. Please try again in 2m0s.', 'Out of capacity.'])(
    'is given up for good: %s',
    async (message) => {
      const [harness, provider] = await start({ policy: { answerAttempts: 1 } });
      provider.callerTurn('u1', 'Hello');
      provider.finishResponse('r1', 'failed', undefined, failure('rate_limit_exceeded', message));
      if (!message.includes('2m')) {
        await provider.expect('response.create');
        provider.finishResponse('r2', 'failed', undefined, failure('rate_limit_exceeded', message));
      }
      expect(await harness.result).toMatchObject({
        endReason: 'provider_stuck',
        detail: `rate_limit_exceeded: ${message}`,
      });
    },
  );

  test('is not asked for while the caller speaks', async () => {
    const [harness, provider] = await start();
    provider.callerTurn('u1', 'Hello');
    provider.callerStarts('u2');
    provider.finishResponse('r1', 'failed');
    provider.callerStops('u2');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Yes', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    expect(provider.countOf('response.create')).toBe(0);
  });
});

describe('a provider that refuses the connection', () => {
  test('is tried again when its Retry-After is over', async () => {
    const since = performance.now();
    const harness = await dial({
      policy: { fillerAfterMs: 300 },
      prepare: (server) => {
        server.refuseWith = 429;
        server.refusal = { headers: { 'Retry-After': '1' } };
      },
    });
    await waitFor('the refusal', () => harness.server.refusals === 1);
    harness.server.refuseWith = null;
    await harness.provider();
    expect(performance.now() - since).toBeGreaterThanOrEqual(1000);
    expect(said[0]).toBe(MOMENT);
  });

  test('for longer than a caller can wait is given up at once', async () => {
    const harness = await dial({
      prepare: (server) => {
        server.refuseWith = 429;
        server.refusal = { headers: { 'Retry-After': '3600' }, body: '{"error":{"message":"Too many sessions"}}' };
      },
    });
    expect(await harness.result).toMatchObject({
      endReason: 'provider_refused',
      detail: 'refused_http_429: Too many sessions',
    });
    expect(harness.server.refusals).toBe(1);
  });

  test.each([401, 403, 404])('with %d is not tried again, and its sentence is kept without the key', async (status) => {
    const harness = await dial({
      prepare: (server) => {
        server.refuseWith = status;
        server.refusal = { body: '{"error":{"message":"Incorrect API key provided: sk-proj-abc***xyz."}}' };
      },
    });
    expect(await harness.result).toMatchObject({
      endReason: 'provider_refused',
      detail: `refused_http_${status}: Incorrect API key provided: [key]`,
    });
    expect(harness.server.refusals).toBe(1);
  });

  test('later, with a reason, has it kept', async () => {
    const [harness, provider] = await start();
    provider.closeWith(1013, 'try again later');
    expect(await harness.result).toMatchObject({ endReason: 'provider_lost', detail: 'closed_1013: try again later' });
  });
});
