import { silentLogger } from '@leadlock/observability/logger';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RealtimeListener, RealtimeProvider, RealtimeSession } from '../../contracts/realtime-provider.ts';
import { createElevenLabsProvider } from '../../realtime/elevenlabs/index.ts';
import { createGeminiProvider } from '../../realtime/gemini/index.ts';
import { createOpenAiProvider } from '../../realtime/openai/index.ts';
import { createXaiProvider } from '../../realtime/xai/index.ts';
import {
  babble,
  ProviderRecorder,
  sampleSessionConfig,
  ScriptedElevenLabs,
  ScriptedGeminiServer,
  silence,
  tone,
  waitFor,
} from '../../testing/index.ts';
import { tone24 } from '../../testing/test-audio.ts';
import { useCalls } from '../../testing/use-calls.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { objectAt } from '../../wire/json.ts';
import type { CallMachine } from '../call-machine.ts';
import { type CallEvent } from '../call-events.ts';
import { DEFAULT_CALL_POLICY } from '../call-policy.ts';
import { initialCallState } from '../call-state.ts';
import { Rollover } from './rollover.ts';
import { NO_SPARE_VOICES } from './spare-voices.ts';
import { VoiceSide } from './voice-side.ts';

const service = { url: 'ws://127.0.0.1:9', apiKey: 'k', model: 'm' };
const CALL_MS = 180 * 60_000;
const FRAME_MS = 100;
/** How long a provider takes to open a session. */
const OPENS_AFTER_MS = 900;

/** The longest call there is, with one provider and a clock of its own: every frame of the caller has a number. */
class LongCall {
  now = 0;
  /** The longest that a frame of the caller waited until a session took it. */
  longestWaitMs = 0;
  heard = 0;
  sessions = 0;
  readonly lost: string[] = [];
  readonly events: CallEvent[] = [];
  #due: { at: number; run: () => void }[] = [];

  /** @param isPause whether nobody speaks so long after the beginning */
  constructor(vendor: RealtimeProvider, isPause: (now: number) => boolean) {
    const { maxSessionSeconds } = vendor.capabilities;
    const provider: RealtimeProvider = {
      ...vendor,
      open: (_config, listener) => this.#open(listener, maxSessionSeconds * 1000),
    };
    const recorder = new ProviderRecorder();
    const voice = new VoiceSide({
      voice: { provider, config: sampleSessionConfig() },
      listener: {
        onReady: () => undefined,
        onItemStarted: (itemId) => recorder.onItemStarted(itemId),
        onAudio: (audio) => recorder.onAudio(audio),
        onSpeechStarted: () => recorder.onSpeechStarted(),
        onSpeechStopped: () => recorder.onSpeechStopped(),
        onUserTranscript: (itemId, text, final) => recorder.onUserTranscript(itemId, text, final),
        onAgentTranscript: (itemId, text, final) => recorder.onAgentTranscript(itemId, text, final),
        onToolCall: (call) => recorder.onToolCall(call),
        onResponseDone: (status, usage, end) => recorder.onResponseDone(status, usage, end),
        onLost: ({ reason }) => this.lost.push(reason),
      },
      history: () => [],
      now: () => this.now,
      log: silentLogger,
    });
    const state = { ...initialCallState(DEFAULT_CALL_POLICY, 0), phase: 'listening' as const };
    const rollover = new Rollover({
      machine: { state, dispatch: (event: CallEvent) => this.events.push(event) } as unknown as CallMachine,
      voice,
      hidesKeys: () => false,
      countTurns: () => 0,
      spares: NO_SPARE_VOICES,
    });
    voice.open();
    for (; this.now < CALL_MS; this.now += FRAME_MS) {
      for (const { run } of this.#due.filter(({ at }) => at === this.now)) run();
      this.#due = this.#due.filter(({ at }) => at > this.now);
      state.callerSpeaking = !isPause(this.now);
      voice.sendAudio(Buffer.from(String(this.now).padStart(12, '0')));
      rollover.tick(this.now);
    }
    voice.close();
  }

  #open(listener: RealtimeListener, limitMs: number): RealtimeSession {
    this.sessions++;
    let isOpen = true;
    const end = (): void => {
      if (isOpen) listener.onClosed({ failed: true, reason: 'session_expired', retryable: true });
      isOpen = false;
    };
    this.#due.push(
      { at: this.now + OPENS_AFTER_MS, run: () => isOpen && listener.onReady() },
      { at: this.now + limitMs, run: end },
    );
    const nothing = (): void => undefined;
    return {
      sendAudio: (audio) => {
        if (!isOpen) return;
        this.heard++;
        this.longestWaitMs = Math.max(this.longestWaitMs, this.now - Number(audio.toString()));
      },
      speak: nothing,
      sayOneMoment: nothing,
      holdAnswers: nothing,
      addText: nothing,
      update: nothing,
      interrupt: nothing,
      sendToolResult: nothing,
      close: () => (isOpen = false),
    };
  }
}

describe('a call of 180 minutes', () => {
  const elevenLabs = createElevenLabsProvider({ url: 'http://127.0.0.1:9', apiKey: 'k' });
  test.each([
    { provider: createXaiProvider(service), minutes: 30, sessions: 8 },
    { provider: createOpenAiProvider(service), minutes: 60, sessions: 4 },
    { provider: elevenLabs, minutes: 60, sessions: 4 },
    { provider: createGeminiProvider(service), minutes: 120, sessions: 2 },
  ])('with $provider.name, whose sessions last $minutes minutes, has no gap', ({ provider, minutes, sessions }) => {
    expect(provider.capabilities.maxSessionSeconds).toBe(minutes * 60);
    // A pause of two seconds in every twenty.
    const call = new LongCall(provider, (now) => now % 20_000 < 2000);
    expect(call).toMatchObject({ lost: [], events: [], sessions });
    expect(call.heard).toBeGreaterThanOrEqual(CALL_MS / FRAME_MS);
    expect(call.longestWaitMs).toBeLessThanOrEqual(1000);
  });

  test('changes over in the one pause that comes in the last minutes of a session', () => {
    const call = new LongCall(createXaiProvider(service), (now) => now % 1_600_000 < 2000);
    expect(call).toMatchObject({ lost: [], events: [] });
    expect(call.longestWaitMs).toBeLessThanOrEqual(1000);
  });
});

describe('another session takes over in a pause', () => {
  const { dial } = useCalls();
  const capabilities = { updates: false, maxSessionSeconds: 4 };
  let google: ScriptedGeminiServer;
  let eleven: ScriptedElevenLabs;
  beforeEach(async () => {
    [google, eleven] = await Promise.all([ScriptedGeminiServer.start(), ScriptedElevenLabs.start()]);
  });
  afterEach(async () => {
    await Promise.all([google.close(), eleven.close()]);
  });

  test('of Gemini, which is told what was said', async () => {
    const limits = { ...capabilities };
    const harness = await dial({
      capabilities: limits,
      createProvider: (options) => createGeminiProvider({ ...options, url: google.url }),
    });
    const first = await google.connection();
    await first.expect('setup');
    await waitFor('the session', () => harness.session.phase === 'listening');
    harness.client.sendAudio(Buffer.concat([silence(300), babble(600), silence(700)]));
    await first.expectActivity('activityStart');
    await first.expectActivity('activityEnd');
    first.content({ inputTranscription: { text: 'Can I book?' } });
    first.answer('Of course.', tone24(300));
    const second = await google.connection(1);
    limits.maxSessionSeconds = 3600;
    expect(await second.expect('setup')).toMatchObject({ historyConfig: { initialHistoryInClientContent: true } });
    expect((await second.expectContent()).texts).toEqual(['Can I book?', 'Of course.']);
    await waitFor('the end of the first', () => first.closeCode === 1000);
    harness.client.sendAudio(Buffer.concat([silence(300), babble(600), silence(700)]));
    await second.expectActivity('activityStart');
    await second.expectActivity('activityEnd');
    const { length } = harness.client.heard;
    second.answer('Done.', tone24(300));
    await waitFor('the answer', () => harness.client.heard.length > length);
    harness.client.hangUp();
    expect(await harness.result).toMatchObject({ endReason: 'caller_hangup' });
  });

  test('of ElevenLabs, whose prompt has what was said', async () => {
    const limits = { ...capabilities };
    const harness = await dial({
      capabilities: limits,
      config: { own: { agentId: 'agent_own' } },
      createProvider: ({ apiKey }) => createElevenLabsProvider({ url: eleven.url, apiKey }),
    });
    const first = await eleven.conversation();
    await waitFor('the session', () => harness.session.phase === 'listening');
    first.heard(1, 'Can I book?');
    first.words(1, 'Of course.');
    first.sound(1, tone(300));
    await harness.client.heardAtLeast(300);
    const second = await eleven.conversation(1);
    limits.maxSessionSeconds = 3600;
    await waitFor('its opening', () => second.received[0]);
    const agent = objectAt(objectAt(second.received[0] ?? null, 'conversation_config_override'), 'agent');
    expect(agent).toMatchObject({ first_message: '' });
    expect(JSON.stringify(agent)).toContain('Caller: Can I book?\\nYou: Of course.');
    expect(await first.closed).toBe(1000);
    harness.client.sendAudio(babble(200));
    await waitFor('the caller', () => second.audio.length >= encodeAudio(babble(200)).length / 2);
    second.heard(1, 'At nine');
    second.words(1, 'Done.');
    second.sound(1, tone(300));
    await harness.client.heardAtLeast(600);
    harness.client.hangUp();
    const { endReason, transcript } = await harness.result;
    expect(endReason).toBe('caller_hangup');
    expect(transcript.map(({ content }) => content)).toEqual(['Can I book?', 'Of course.', 'At nine', 'Done.']);
  });
});
