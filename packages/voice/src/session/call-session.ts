import type { Logger } from '@leadlock/observability/logger';
import type { EncodedAudio, MulawAudio } from '../contracts/audio.ts';
import type { MediaTransport } from '../contracts/media-transport.ts';
import type {
  RealtimeProvider,
  RealtimeSession,
  RealtimeSessionConfig,
  RealtimeUsage,
  ToolCall,
} from '../contracts/realtime-provider.ts';
import { decodedLength, encodeAudio } from '../wire/base64-audio.ts';
import { EarlyAudio } from '../wire/early-audio.ts';
import { addUsage, type CallProgress, type CallResult } from './call-result.ts';
import {
  initialCallState,
  type CallEffect,
  type CallEnding,
  type CallEvent,
  type CallPhase,
  type CallPolicy,
  type CallState,
  type RequestedEnd,
} from './call-state.ts';
import { CallerTurn } from './caller-turn.ts';
import type { LiveEvent } from './live-event.ts';
import { Playback } from './playback.ts';
import type { Ticker } from './ticker.ts';
import { ToolRuns, type FinishedTool, type ToolOutcome } from './tool-runs.ts';
import { Transcript, type TranscriptEntry } from './transcript.ts';
import { nextDeadline, transition } from './transition.ts';

/** A provider is asked for less than it can give, so that we say goodbye before it hangs up. */
const PROVIDER_LIMIT_MARGIN_MS = 20_000;
const ANNOUNCEMENT_ITEM = 'announcement';
const END_CALL_TOOL = 'end_call';

export interface CallSessionOptions {
  transport: MediaTransport;
  provider: RealtimeProvider;
  config: RealtimeSessionConfig;
  policy: CallPolicy;
  /** Runs every tool but `end_call`, which is the session's own. Called once for each (tool call id, arguments). */
  runTool: (call: ToolCall) => Promise<ToolOutcome>;
  /** What the caller hears when the provider fails. */
  apology: () => Promise<MulawAudio>;
  /** Speaks what the caller has to hear when the provider cannot say it; absent: the call goes on without. */
  ownVoice?: (text: string) => Promise<MulawAudio>;
  ticker: Ticker;
  log: Logger;
  /** Counts of the whole process, for its metrics. */
  frames?: FrameCounts;
  /** Milliseconds since the epoch that never go back. */
  now?: () => number;
  /** After each turn that was spoken, or cut, to its end. */
  onTurn?(transcript: TranscriptEntry[]): void;
  /** Words, tools and the end, as they happen; for whoever watches. */
  onLive?(event: LiveEvent): void;
}

/** Audio frames by fate, added to by every session of a process. */
export interface FrameCounts {
  fromCaller: number;
  toCaller: number;
  /** What a provider still sent of an answer that the caller had interrupted. */
  dropped: number;
}

const monotonicNow = (): number => performance.timeOrigin + performance.now();

/**
 * One call: joins the caller's side and the voice provider. Audio passes straight through; everything else becomes an
 * event of the state machine, and its effects are carried out here.
 */
export class CallSession {
  /** Settles when the call is over and its tools have ended. Never rejects. */
  readonly finished: Promise<CallResult>;

  readonly #options: CallSessionOptions;
  readonly #policy: CallPolicy;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #playback = new Playback();
  readonly #transcript: Transcript;
  readonly #callerTurn = new CallerTurn();
  readonly #early = new EarlyAudio();
  readonly #frames: FrameCounts;
  readonly #tools: ToolRuns;
  readonly #unsubscribe: () => void;
  readonly #resolve: (result: CallResult) => void;

  #state: CallState;
  #wakeAt: number;
  #voice: RealtimeSession;
  #voiceIsReady = false;
  /** The item that the provider is producing, or null between answers. */
  #producing: string | null = null;
  /** What the provider still sends of an interrupted answer is not for the caller. */
  #muted = false;
  #spokeInResponse = false;
  #typedItems = 0;
  #interruptions = 0;
  #framesFromCaller = 0;
  #framesToCaller = 0;
  #firstAudioMs: number | null = null;
  #lineEndedAt: number | null = null;
  #usage: RealtimeUsage | null = null;
  readonly #turnLatenciesMs: number[] = [];
  /** For each `end_call`, whether the goodbye was part of the same answer. */
  readonly #goodbyeSpoken = new Map<string, boolean>();

  constructor(options: CallSessionOptions) {
    const { provider, policy } = options;
    const limit = provider.capabilities.maxSessionSeconds * 1000 - PROVIDER_LIMIT_MARGIN_MS;
    this.#options = options;
    this.#policy = { ...policy, maxDurationMs: Math.min(policy.maxDurationMs, limit) };
    this.#now = options.now ?? monotonicNow;
    this.#frames = options.frames ?? { fromCaller: 0, toCaller: 0, dropped: 0 };
    this.#startedAt = this.#now();
    this.#transcript = new Transcript((role, itemId, text, final) =>
      options.onLive?.({
        type: 'transcript',
        role: role === 'user' ? 'user' : 'agent',
        itemId,
        text: text.trim(),
        final,
      }),
    );
    this.#state = initialCallState(this.#policy, this.#startedAt);
    this.#wakeAt = nextDeadline(this.#state);
    this.#tools = new ToolRuns(policy.toolTimeoutMs, this.#now, (finished) => this.#onToolFinished(finished));
    const { promise, resolve } = Promise.withResolvers<CallResult>();
    this.finished = promise;
    this.#resolve = resolve;
    this.#voice = this.#openVoice();
    this.#unsubscribe = options.ticker.subscribe(() => this.#onTick());
    options.transport.listen({
      onAudio: (audio) => this.#onCallerAudio(audio),
      onMark: (name) => this.#onMark(name),
      onDtmf: (digit) => this.#dispatch({ type: 'digit', digit }),
      onText: (text) => this.#onCallerText(text),
      onTyping: () => this.#dispatch({ type: 'typing' }),
      onClosed: (reason) => {
        this.#lineEndedAt ??= this.#now();
        this.#dispatch({ type: 'caller_gone', reason });
      },
    });
  }

  get phase(): CallPhase {
    return this.#state.phase;
  }

  /** Ends the call with a goodbye. Safe to call twice. */
  end(reason: RequestedEnd): void {
    this.#dispatch({ type: 'end_requested', reason });
  }

  /** Has the agent say `sentence` and ends the call once it was heard. Safe to call twice; the first one counts. */
  endWith({ sentence, reason }: { sentence: string; reason: RequestedEnd }): void {
    this.#dispatch({ type: 'end_requested', reason, sentence });
  }

  /** How long the caller has been on the line, in ms. */
  get durationMs(): number {
    return Math.round((this.#lineEndedAt ?? this.#now()) - this.#startedAt);
  }

  /** What the call has come to by now. */
  progress(): CallProgress {
    return {
      transcript: this.#transcript.entries(this.#now()),
      turnLatenciesMs: this.#turnLatenciesMs.map(Math.round),
      firstAudioMs: this.#firstAudioMs === null ? null : Math.round(this.#firstAudioMs),
      toolCalls: this.#tools.runs,
      usage: this.#usage,
      durationMs: this.durationMs,
      interruptions: this.#interruptions,
      framesFromCaller: this.#framesFromCaller,
      framesToCaller: this.#framesToCaller,
    };
  }

  // Audio: 100 frames a second and call pass here, so nothing is allocated, parsed or logged.

  #onCallerAudio(audio: EncodedAudio): void {
    this.#framesFromCaller++;
    this.#frames.fromCaller++;
    this.#callerTurn.hear(audio, this.#now);
    if (this.#voiceIsReady) this.#voice.sendAudio(audio);
    else this.#early.push(audio);
  }

  #onAgentAudio(audio: EncodedAudio): void {
    if (this.#muted) {
      this.#frames.dropped++;
      return;
    }
    this.#framesToCaller++;
    this.#frames.toCaller++;
    if (!this.#state.playing) this.#onAgentBegins();
    const markIsDue = this.#playback.add(decodedLength(audio), this.#now());
    this.#options.transport.sendAudio(audio, markIsDue ? this.#playback.mark() : undefined);
  }

  // What happens now and then.

  #onAgentBegins(): void {
    const now = this.#now();
    this.#firstAudioMs ??= now - this.#startedAt;
    if (this.#state.phase !== 'greeting') {
      const latency = this.#callerTurn.answered(now);
      if (latency !== null) this.#turnLatenciesMs.push(latency);
    }
    this.#dispatch({ type: 'agent_audio' });
  }

  #onItemStarted(itemId: string): void {
    this.#muted = false;
    this.#beginItem(itemId);
  }

  #beginItem(itemId: string): void {
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#producing = itemId;
    this.#spokeInResponse = true;
    this.#playback.beginItem(itemId);
    if (itemId !== ANNOUNCEMENT_ITEM) this.#transcript.agentStarted(itemId, this.#now());
    // An item of its own right starts a turn even when the one before is still being heard.
    if (this.#state.playing) this.#dispatch({ type: 'agent_audio' });
  }

  #sendMark(): void {
    this.#options.transport.sendMark(this.#playback.mark());
  }

  #onMark(name: string): void {
    this.#playback.echoed(name, this.#now());
    this.#afterPlayback();
  }

  #afterPlayback(): void {
    const now = this.#now();
    const finished = this.#playback.takeFinished(this.#producing);
    for (const itemId of finished) this.#transcript.agentEnded(itemId, now);
    if (this.#state.playing && !this.#playback.hasUnplayed) {
      this.#callerTurn.forget();
      this.#dispatch({ type: 'playback_finished' });
    }
    if (finished.length > 0) this.#reportTurn();
  }

  #onTick(): void {
    const now = this.#now();
    // Some answers end without a word about it; their last audio needs a mark all the same.
    if (this.#playback.lacksLastMark()) this.#sendMark();
    this.#playback.expireMarks(now);
    if (this.#state.playing && !this.#playback.hasUnplayed) this.#afterPlayback();
    this.#tools.expire(now);
    if (this.#callerTurn.wentUnnoticed(now) && this.#state.phase === 'listening' && !this.#state.callerSpeaking) {
      this.#dispatch({ type: 'speech_unnoticed' });
    }
    if (now >= this.#wakeAt) this.#dispatch({ type: 'tick' });
  }

  #openVoice(): RealtimeSession {
    this.#voiceIsReady = false;
    const { provider, config, log } = this.#options;
    return provider.open(config, {
      onReady: () => this.#onReady(),
      onItemStarted: (itemId) => this.#onItemStarted(itemId),
      onAudio: (audio) => this.#onAgentAudio(audio),
      onSpeechStarted: (itemId) => this.#onSpeechStarted(itemId ?? null),
      onSpeechStopped: () => this.#onSpeechStopped(),
      onUserTranscript: (itemId, text, final) => this.#onUserTranscript(itemId, text, final),
      onAgentTranscript: (itemId, text) => this.#transcript.agentText(itemId, text),
      onToolCall: (call) => this.#onToolCall(call),
      onResponseDone: (status, usage) => this.#onResponseDone(status, usage),
      onWarning: (code) => log.warn({ provider: provider.name, code }, 'The voice provider reports a problem'),
      onClosed: ({ failed, reason, retryable }) => {
        if (failed) this.#dispatch({ type: 'provider_closed', reason, retryable });
      },
    });
  }

  #onReady(): void {
    this.#voiceIsReady = true;
    this.#early.drainTo((audio) => this.#voice.sendAudio(audio));
    this.#dispatch({ type: 'provider_ready' });
  }

  #onSpeechStarted(itemId: string | null): void {
    const now = this.#now();
    this.#callerTurn.started(now);
    this.#dispatch({ type: 'speech_started' });
    this.#transcript.userStarted(itemId, now);
  }

  #onSpeechStopped(): void {
    const now = this.#now();
    this.#callerTurn.stopped(now);
    this.#transcript.userStopped(now);
    this.#dispatch({ type: 'speech_stopped' });
  }

  #onUserTranscript(itemId: string, text: string, final: boolean): void {
    this.#transcript.userText(itemId, text, this.#now(), final);
    if (!final) return;
    this.#dispatch({ type: 'user_transcript' });
    this.#reportTurn();
  }

  #onCallerText(text: string): void {
    this.#dispatch({ type: 'typed', text });
    this.#transcript.userTyped(`typed_${++this.#typedItems}`, text, this.#now());
    this.#reportTurn();
  }

  #onResponseDone(status: 'completed' | 'cancelled' | 'incomplete' | 'failed', usage: RealtimeUsage | null): void {
    if (usage) this.#usage = addUsage(this.#usage, usage);
    this.#producing = null;
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#dispatch({ type: 'response_done', status });
    this.#spokeInResponse = false;
    this.#afterPlayback();
  }

  #onToolCall(call: ToolCall): void {
    if (call.name === END_CALL_TOOL) {
      this.#onEndCall(call);
      return;
    }
    const start = this.#tools.start(call, this.#options.runTool);
    if (start === 'started') this.#onToolStarted(call);
    else if (start !== 'running') this.#voice.sendToolResult(call.id, start.output, true);
  }

  /** The agent hangs up, once its goodbye was heard: the one it has just said, or the one it is asked for now. */
  #onEndCall(call: ToolCall): void {
    const spoken = this.#spokeInResponse;
    const output = JSON.stringify(spoken ? { ok: true } : { ok: true, next: 'Say a short goodbye now.' });
    const start = this.#tools.start(call, () => Promise.resolve({ output }));
    if (start === 'running') return;
    if (start !== 'started') return this.#voice.sendToolResult(call.id, start.output, false);
    this.#onToolStarted(call);
    this.#goodbyeSpoken.set(call.id, spoken);
  }

  #onToolStarted({ id, name, arguments: args }: ToolCall): void {
    this.#options.onLive?.({ type: 'tool_call', id, name, arguments: args });
    this.#dispatch({ type: 'tool_started' });
  }

  #onToolFinished({ run, output, endCall, late }: FinishedTool): void {
    this.#options.onLive?.({ type: 'tool_result', id: run.id, output, failed: run.status !== 'done' });
    const spoken = this.#goodbyeSpoken.get(run.id);
    if (late) {
      this.#voice.addText('system', `The tool ${run.name} has answered after all: ${output}`);
      return;
    }
    this.#voice.sendToolResult(run.id, output, spoken !== true);
    this.#dispatch({ type: 'tool_finished' });
    if (spoken !== undefined || endCall) this.#dispatch({ type: 'agent_ends', spoken: spoken === true });
  }

  #dispatch(event: CallEvent): void {
    try {
      const { state, effects } = transition(this.#state, event, this.#now(), this.#policy);
      this.#state = state;
      this.#wakeAt = nextDeadline(state);
      for (const effect of effects) this.#carryOut(effect);
    } catch (error) {
      this.#options.log.error({ err: error, event: event.type }, 'A call event failed');
      if (event.type !== 'fault') this.#dispatch({ type: 'fault', detail: String(error) });
    }
  }

  #carryOut(effect: CallEffect): void {
    switch (effect.type) {
      case 'open_provider':
        this.#voice = this.#openVoice();
        return;
      case 'speak':
        return this.#voice.speak(effect.text);
      case 'add_text':
        return this.#voice.addText(effect.role, effect.text);
      case 'add_typed':
        this.#callerTurn.typed(this.#now());
        return this.#voice.addText('user', effect.text);
      case 'interrupt':
        return this.#interrupt();
      case 'apologise':
        return this.#announce(this.#options.apology());
      case 'announce':
        return this.#announce(
          this.#options.ownVoice?.(effect.text) ?? Promise.reject(new Error('No voice of our own')),
        );
      case 'finish':
        return this.#finish(effect.ending);
    }
  }

  #interrupt(): void {
    this.#muted = true;
    this.#producing = null;
    this.#spokeInResponse = false;
    const cut = this.#cutPlayback();
    if (cut.length === 0) this.#voice.interrupt(null, 0);
    for (const { id, playedMs } of cut) this.#voice.interrupt(id, playedMs);
  }

  /** Drops what the caller has not heard, there and in the transcript. */
  #cutPlayback(): ReturnType<Playback['interrupt']> {
    if (!this.#playback.hasUnplayed) return [];
    const now = this.#now();
    const cut = this.#playback.interrupt(now);
    this.#options.transport.clear();
    for (const { id, playedMs, producedMs } of cut) this.#transcript.agentCut(id, playedMs / producedMs, now);
    this.#interruptions++;
    this.#reportTurn();
    return cut;
  }

  #announce(spoken: Promise<MulawAudio>): void {
    this.#muted = true;
    this.#voice.close();
    spoken.then(
      (audio) => this.#playAnnouncement(audio),
      (error: unknown) => {
        this.#options.log.error({ err: error }, 'There is nothing to play for what the provider cannot say');
        this.#dispatch({ type: 'announcement_missing' });
      },
    );
  }

  #playAnnouncement(audio: MulawAudio): void {
    if (this.#state.phase === 'closed') return;
    this.#muted = false;
    this.#beginItem(ANNOUNCEMENT_ITEM);
    this.#onAgentAudio(encodeAudio(audio));
    this.#onResponseDone('completed', null);
  }

  #reportTurn(): void {
    if (this.#state.phase !== 'closed') this.#options.onTurn?.(this.#transcript.entries(this.#now()));
  }

  #finish(ending: CallEnding): void {
    const now = this.#now();
    this.#lineEndedAt ??= now;
    this.#unsubscribe();
    for (const { id, playedMs, producedMs } of this.#playback.interrupt(now)) {
      this.#transcript.agentCut(id, playedMs / producedMs, now);
    }
    this.#voice.close();
    this.#options.onLive?.({ type: 'ended', reason: ending.reason });
    this.#options.transport.close();
    void this.#tools.settled().then(() =>
      this.#resolve({
        ...this.progress(),
        status: ending.status,
        endReason: ending.reason,
        detail: ending.detail,
        transcript: this.#transcript.entries(now),
      }),
    );
  }
}
