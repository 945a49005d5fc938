import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOpenAiProvider } from '../../realtime/openai/index.ts';
import { ProviderRecorder, sampleSessionConfig, ScriptedRealtimeServer, tone, waitFor } from '../../testing/index.ts';
import { PrewarmedVoice } from './prewarmed-voice.ts';
import type { Voice } from './voice.ts';

const OPENING = { speaksFirst: true, greeting: 'Welcome to Acme.' };
const GREETING = { responseId: 'r1', itemId: 'a1', text: OPENING.greeting, audio: tone(300) };
let server: ScriptedRealtimeServer;
let voice: Voice;

beforeEach(async () => {
  server = await ScriptedRealtimeServer.start();
  const provider = createOpenAiProvider({ url: server.url, apiKey: 'k', model: 'gpt-realtime' });
  voice = { provider, config: sampleSessionConfig(), model: 'gpt-realtime' };
});
afterEach(() => server.close());

describe('a voice that is opened before its call', () => {
  test('has the first words ready, is asked for them once, and goes on like any other', async () => {
    const prewarmed = new PrewarmedVoice(voice, OPENING);
    const provider = await server.connection();
    await waitFor('the request', () => provider.countOf('response.create') === 1);
    provider.answer(GREETING);
    const heard = new ProviderRecorder();
    expect(prewarmed.fits(voice, OPENING)).toBe(true);
    const adopted = prewarmed.adopt();
    const session = adopted.provider.open(voice.config, heard);
    await waitFor('what was said', () => heard.audio.length === 2400);
    session.speak(OPENING.greeting);
    expect([heard.ready, heard.items, heard.audio]).toEqual([1, ['a1'], tone(300)]);
    session.speak('And more.');
    await waitFor('the next request', () => provider.countOf('response.create') === 2);
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'And more.', audio: tone(100, 5) });
    await waitFor('it', () => heard.audio.length === 3200);
    expect(server.connections).toHaveLength(1);
    session.close();
    expect(await provider.closed).toBe(1000);
  });

  test('and is taken before it was ready is asked for the first words by its call', async () => {
    server.mute = true;
    const heard = new ProviderRecorder();
    const prewarmed = new PrewarmedVoice(voice, OPENING);
    const session = prewarmed.adopt().provider.open(voice.config, heard);
    const provider = await server.connection();
    await provider.expect('session.update');
    provider.send({ type: 'session.updated' });
    await waitFor('it to be ready', () => heard.ready === 1);
    expect(provider.countOf('response.create')).toBe(0);
    session.speak(OPENING.greeting);
    await waitFor('the request', () => provider.countOf('response.create') === 1);
    session.close();
  });

  test('and was lost meanwhile does not fit, and its call opens another', async () => {
    const prewarmed = new PrewarmedVoice(voice, OPENING);
    (await server.connection()).drop();
    await waitFor('the loss', () => !prewarmed.fits(voice, OPENING));
    const early = new PrewarmedVoice(voice, OPENING);
    const heard = new ProviderRecorder();
    const adopted = early.adopt();
    adopted.provider.open(voice.config, heard);
    (await server.connection(1)).drop();
    await waitFor('its end', () => heard.ends.length === 1);
    adopted.provider.open(voice.config, heard);
    await server.connection(2);
    expect(server.connections).toHaveLength(3);
  });

  test('fits only the call that it was opened for', () => {
    const prewarmed = new PrewarmedVoice(voice, OPENING);
    const other = { ...voice, config: sampleSessionConfig({ instructions: 'Be somebody else.' }) };
    expect(prewarmed.fits(other, OPENING)).toBe(false);
    expect(prewarmed.fits(voice, { ...OPENING, greeting: 'Hi.' })).toBe(false);
    expect(prewarmed.fits({ ...voice, model: 'another' }, OPENING)).toBe(false);
    prewarmed.discard();
    expect(prewarmed.fits(voice, OPENING)).toBe(false);
  });

  test('is closed when no call takes it', async () => {
    const prewarmed = new PrewarmedVoice(voice, OPENING);
    const provider = await server.connection();
    await provider.expect('session.update');
    prewarmed.discard();
    expect(await provider.closed).toBe(1000);
  });
});
