import type { Logger } from '@leadlock/observability/logger';
import type { EncodedAudio, MulawAudio } from '../contracts/audio.ts';
import type { MediaTransport } from '../contracts/media-transport.ts';
import type {
  RealtimeProvider,
  RealtimeSession,
  RealtimeSessionConfig,
  RealtimeUsage,
  ResponseEnd,
  ToolCall,
} from '../contracts/realtime-provider.ts';
import { decodedLength, encodeAudio } from '../wire/base64-audio.ts';
import { EarlyAudio } from '../wire/early-audio.ts';
import { cleanArguments, cleanOutput, UNUSABLE_ARGUMENTS } from '../wire/tool-text.ts';
import { CallCounts, type FrameCounts } from './call-counts.ts';
import type { CallProgress, CallResult } from './call-result.ts';
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
import { CallerTurn, turnPatienceMs } from './caller-turn.ts';
import { isFarewell } from './farewell.ts';
import { pressedKeys } from './key-presses.ts';
import { LineWatch } from './line-watch.ts';
import type { LiveEvent } from './live-event.ts';
import { noticeEndMs } from './opening.ts';
import { Playback } from './playback.ts';
import type { Ticker } from './ticker.ts';
import { ToolRuns, type FinishedTool, type ToolOutcome } from './tool-runs.ts';
import { Transcript, type TranscriptEntry } from './transcript.ts';
import { nextDeadline, transition } from './transition.ts';

/** A provider is asked for less than it can give, so that we say goodbye before it hangs up. */
const PROVIDER_LIMIT_MARGIN_MS = 20_000;
/** How the items of our own voice are named. */
const OWN_ITEM = 'own_';
const END_CALL_TOOL = 'end_call';

const isOwnItem = (itemId: string): boolean => itemId.startsWith(OWN_ITEM);

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
  readonly #callerTurn: CallerTurn;
  readonly #line = new LineWatch();
  readonly #early = new EarlyAudio();
  readonly #counts: CallCounts;
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
  /** Our own voice has spoken since the provider did. */
  #ownVoiceSpoke = false;
  /** What the provider says first. */
  #openingItem: string | null = null;
  /** The provider has sent words of an item that has no sound yet. */
  #hasUnspokenText = false;
  /** What the provider reported last, in its words. */
  #lastWarning: string | null = null;
  #ownItems = 0;
  #typedItems = 0;
  #keyItems = 0;
  #lineEndedAt: number | null = null;
  /** For each `end_call`, whether the goodbye was part of the same answer. */
  readonly #goodbyeSpoken = new Map<string, boolean>();

  constructor(options: CallSessionOptions) {
    const { provider, policy } = options;
    const limit = provider.capabilities.maxSessionSeconds * 1000 - PROVIDER_LIMIT_MARGIN_MS;
    this.#options = options;
    this.#policy = { ...policy, maxDurationMs: Math.min(policy.maxDurationMs, limit) };
    this.#now = options.now ?? monotonicNow;
    this.#counts = new CallCounts(options.frames ?? { fromCaller: 0, toCaller: 0, dropped: 0 });
    this.#callerTurn = new CallerTurn(turnPatienceMs(options.config.turnDetection));
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
      onDtmf: (digit) => this.#onDigit(digit),
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
      ...this.#counts.report(),
      transcript: this.#transcript.entries(this.#now()),
      toolCalls: this.#tools.runs,
      durationMs: this.durationMs,
    };
  }

  // Audio: 100 frames a second and call pass here, so nothing is allocated, parsed or logged.

  #onCallerAudio(audio: EncodedAudio): void {
    this.#counts.fromCaller();
    this.#callerTurn.hear(audio, this.#now);
    if (this.#voiceIsReady) this.#voice.sendAudio(audio);
    else this.#early.push(audio);
  }

  #onAgentAudio(audio: EncodedAudio): void {
    if (this.#muted) {
      this.#counts.dropped();
      return;
    }
    this.#counts.toCaller();
    if (!this.#state.playing) this.#onAgentBegins();
    const markIsDue = this.#playback.add(decodedLength(audio), this.#now());
    this.#options.transport.sendAudio(audio, markIsDue ? this.#playback.mark() : undefined);
  }

  // What happens now and then.

  #onAgentBegins(): void {
    const now = this.#now();
    this.#counts.heardAgent(now - this.#startedAt);
    if (this.#state.phase !== 'greeting') this.#counts.answered(this.#callerTurn.answered(now));
    // What is left of an item that our own voice spoke into is its own again.
    if (this.#ownVoiceSpoke && this.#producing !== null) this.#playback.beginItem(this.#producing);
    this.#ownVoiceSpoke = false;
    this.#dispatch({ type: 'agent_audio' });
  }

  #onItemStarted(itemId: string): void {
    this.#muted = false;
    this.#beginItem(itemId);
  }

  #beginItem(itemId: string): void {
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#producing = itemId;
    this.#ownVoiceSpoke = this.#hasUnspokenText = false;
    if (this.#state.opening?.owed) this.#openingItem = itemId;
    this.#playback.beginItem(itemId);
    this.#transcript.agentStarted(itemId, this.#now());
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
    this.#lookForNotice(now);
    if ((this.#state.playing || this.#state.filling) && !this.#playback.hasUnplayed) {
      this.#callerTurn.forget();
      this.#dispatch({ type: 'playback_finished' });
    }
    if (finished.length > 0) this.#reportTurn();
  }

  #lookForNotice(now: number): void {
    const { opening } = this.#state;
    if (!opening?.owed || !opening.produced || this.#openingItem === null) return;
    const heard = this.#playback.heardOf(this.#openingItem, now);
    if (heard && heard.playedMs >= noticeEndMs(this.#policy, heard.producedMs))
      this.#dispatch({ type: 'notice_heard' });
  }

  #onTick(): void {
    const now = this.#now();
    // Some answers end without a word about it; their last audio needs a mark all the same.
    if (this.#playback.lacksLastMark()) this.#sendMark();
    this.#playback.expireMarks(now);
    if ((this.#state.playing || this.#state.filling) && !this.#playback.hasUnplayed) this.#afterPlayback();
    else this.#lookForNotice(now);
    this.#tools.expire(now);
    this.#listenOurselves(now);
    if (now >= this.#wakeAt) this.#dispatch({ type: 'tick' });
  }

  /** The provider's ears are not the only ones: a caller who was not noticed, or not noticed to stop, is not left alone. */
  #listenOurselves(now: number): void {
    const { phase, callerSpeaking, objection } = this.#state;
    if (callerSpeaking) {
      if (objection && this.#callerTurn.insists) this.#dispatch({ type: 'caller_insists' });
      const quietMs = this.#callerTurn.stoppedUnnoticed(now);
      if (quietMs !== null) this.#dispatch({ type: 'speech_unnoticed', quietMs });
    } else if (this.#callerTurn.wentUnnoticed(now) && phase === 'listening') {
      this.#dispatch({ type: 'speech_unnoticed' });
    }
    const isDead = this.#options.transport.isContinuous && this.#line.wentDead(this.#counts.framesFromCaller, now);
    if (isDead) this.#dispatch({ type: 'line_dead' });
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
      onAgentTranscript: (itemId, text, final) => this.#onAgentTranscript(itemId, text, final),
      onToolCall: (call) => this.#onToolCall(call),
      onResponseDone: (status, usage, end) => this.#onResponseDone(status, usage, end),
      onWarning: (code, message) => {
        this.#lastWarning = message === '' ? code : `${code}: ${message}`;
        log.warn({ provider: provider.name, code, message }, 'The voice provider reports a problem');
      },
      onClosed: ({ failed, ...end }) => {
        if (!failed) return;
        log.warn({ provider: provider.name, ...end }, 'The voice provider has closed the session');
        this.#dispatch({ type: 'provider_closed', ...end });
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
    this.#dispatch({ type: 'speech_started', itemId });
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
    this.#dispatch({ type: 'user_transcript', itemId, hasWords: !isFarewell(text) });
    this.#reportTurn();
  }

  #onAgentTranscript(itemId: string, text: string, final: boolean): void {
    this.#transcript.agentText(itemId, text);
    if (itemId !== this.#producing) this.#hasUnspokenText ||= text.trim() !== '';
    else if (final && this.#state.itemOpen) this.#dispatch({ type: 'item_done' });
  }

  /** Keys pressed one after the other are one turn of the caller. */
  #onDigit(digit: string): void {
    if (this.#state.digits === '') this.#keyItems++;
    this.#dispatch({ type: 'digit', digit });
    this.#transcript.userPressed(`keys_${this.#keyItems}`, pressedKeys(this.#state.digits), this.#now());
    this.#reportTurn();
  }

  #onCallerText(text: string): void {
    this.#dispatch({ type: 'typed', text });
    this.#transcript.userTyped(`typed_${++this.#typedItems}`, text, this.#now());
    this.#reportTurn();
  }

  #onResponseDone(
    status: ResponseEnd['status'],
    usage: RealtimeUsage | null,
    { discarded = false, ...end }: Omit<ResponseEnd, 'status'> = {},
  ): void {
    if (usage) this.#counts.used(usage);
    if (status === 'failed' || status === 'incomplete') {
      const { provider, log } = this.#options;
      log.warn({ provider: provider.name, status, ...end }, 'The voice provider did not complete an answer');
    }
    if (discarded) return;
    this.#producing = null;
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#dispatch({ type: 'response_done', status, ...end, hasUnspokenText: this.#hasUnspokenText });
    this.#hasUnspokenText = false;
    this.#afterPlayback();
  }

  #onToolCall(written: ToolCall): void {
    const args = cleanArguments(written.arguments);
    const call = { ...written, arguments: args ?? '{}' };
    if (args === null) {
      const start = this.#tools.start(call, () => Promise.resolve({ output: UNUSABLE_ARGUMENTS }));
      if (start === 'started') this.#onToolStarted(call);
      return;
    }
    if (call.name === END_CALL_TOOL) {
      this.#onEndCall(call);
      return;
    }
    const start = this.#tools.start(call, this.#runTool);
    if (start === 'started') this.#onToolStarted(call);
    else if (start !== 'running') this.#voice.sendToolResult(call.id, start.output, true);
  }

  readonly #runTool = async (call: ToolCall): Promise<ToolOutcome> => {
    const outcome = await this.#options.runTool(call);
    return { ...outcome, output: cleanOutput(outcome.output) };
  };

  /** The agent hangs up, once its goodbye was heard: the one it has just said, or the one it is asked for now. */
  #onEndCall(call: ToolCall): void {
    const { spoke: spoken } = this.#state;
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
    if (spoken === undefined && !endCall) return;
    this.#dispatch({ type: 'agent_ends', spoken: spoken === true, revocable: spoken !== undefined });
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
      case 'one_moment':
        return this.#voice.sayOneMoment();
      case 'hold_answers':
        return this.#voice.holdAnswers(effect.held);
      case 'say_own':
        return this.#sayOurselves(effect.text);
      case 'add_text':
        return this.#voice.addText(effect.role, effect.text);
      case 'add_typed':
        this.#callerTurn.typed(this.#now());
        return this.#voice.addText('user', effect.text);
      case 'interrupt':
        return this.#interrupt();
      case 'apologise':
        return this.#announce(this.#options.apology(), null);
      case 'announce':
        return this.#announce(this.#speakOwn(effect.text), effect.text);
      case 'finish':
        return this.#finish(effect.ending);
    }
  }

  #interrupt(): void {
    this.#muted = true;
    this.#producing = null;
    const cut = this.#cutPlayback().filter(({ id }) => !isOwnItem(id));
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
    if (cut.some(({ id }) => !isOwnItem(id))) this.#counts.interrupted();
    this.#reportTurn();
    return cut;
  }

  // What our own voice says.

  #speakOwn(text: string): Promise<MulawAudio> {
    return this.#options.ownVoice?.(text) ?? Promise.reject(new Error('There is no voice of our own'));
  }

  /** Speaks to a caller who waits, or to whom the first words are owed. */
  #sayOurselves(text: string): void {
    const isOwed = this.#state.opening?.own === true;
    this.#speakOwn(text).then(
      (audio) => {
        const { phase, playing, callerSpeaking } = this.#state;
        if (phase === 'closed' || phase === 'closing' || (!isOwed && (playing || callerSpeaking))) return;
        this.#playOwn(audio, isOwed ? text : null);
        this.#dispatch({ type: 'own_audio' });
      },
      (error: unknown) => {
        if (isOwed) this.#dispatch({ type: 'announcement_missing' });
        if (this.#options.ownVoice) this.#options.log.error({ err: error }, 'There is nothing to say to who waits');
      },
    );
  }

  /** Says the last words without the provider. `text` goes into the transcript. */
  #announce(spoken: Promise<MulawAudio>, text: string | null): void {
    this.#muted = true;
    this.#voice.close();
    spoken.then(
      (audio) => {
        if (this.#state.phase === 'closed') return;
        this.#playOwn(audio, text);
        this.#dispatch({ type: 'agent_audio' });
        this.#dispatch({ type: 'response_done', status: 'completed' });
      },
      (error: unknown) => {
        this.#options.log.error({ err: error }, 'There is nothing to play for what the provider cannot say');
        this.#dispatch({ type: 'announcement_missing' });
      },
    );
  }

  #playOwn(audio: MulawAudio, text: string | null): void {
    const now = this.#now();
    const itemId = `${OWN_ITEM}${++this.#ownItems}`;
    if (this.#playback.hasUnmarked) this.#sendMark();
    this.#playback.beginItem(itemId);
    this.#ownVoiceSpoke = true;
    if (text !== null) {
      this.#transcript.agentStarted(itemId, now);
      this.#transcript.agentText(itemId, text);
    }
    this.#counts.toCaller();
    this.#playback.add(audio.length, now);
    this.#options.transport.sendAudio(encodeAudio(audio), this.#playback.mark());
  }

  #reportTurn(): void {
    if (this.#state.phase !== 'closed') this.#options.onTurn?.(this.#transcript.entries(this.#now()));
  }

  /** With the provider's own words, where the ending has none of them. */
  #detailOf({ reason, detail }: CallEnding): string | null {
    const isSilent = reason === 'provider_stuck' && this.#lastWarning !== null;
    return isSilent && !detail?.includes(': ') ? `${detail}; ${this.#lastWarning}` : detail;
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
        detail: this.#detailOf(ending),
        transcript: this.#transcript.entries(now),
      }),
    );
  }
}
